import Vocabulary

extension Distribution {
  /// One draw, from the stream alone: the same on every machine.
  public func sample(_ stream: inout RandomStream) -> Double {
    switch self {
    case .constant(let value):
      return value
    case .uniform(let low, let high):
      return low + (high - low) * stream.unit()
    case .exponential(let mean):
      return -mean * PortableMath.log(stream.openUnit())
    case .normal(let mean, let deviation):
      return mean + deviation * NormalTable.shared.sample(&stream)
    case .lognormal(let logMean, let logDeviation):
      return PortableMath.exp(logMean + logDeviation * NormalTable.shared.sample(&stream))
    case .gamma(let shape, let scale):
      return scale * Distribution.standardGamma(shape, &stream)
    case .pareto(let minimum, let shape):
      return minimum * PortableMath.exp(-PortableMath.log(stream.openUnit()) / shape)
    case .empirical(let table):
      return table.quantile(stream.unit())
    }
  }

  /// One draw as a time in whole nanoseconds, rounded to the nearest; draws below 0 become 0, and those that no clock
  /// of the simulation reaches (146 years) become that.
  public func sampleSpan(_ stream: inout RandomStream) -> TimeSpan {
    TimeSpan(roundingNanoseconds: sample(&stream))
  }

  /// Marsaglia and Tsang (2000); a shape below 1 through that of shape + 1 times u^(1/shape).
  static func standardGamma(_ shape: Double, _ stream: inout RandomStream) -> Double {
    if shape < 1 {
      let boost = PortableMath.exp(PortableMath.log(stream.openUnit()) / shape)
      return standardGamma(shape + 1, &stream) * boost
    }
    let d = shape - 1.0 / 3
    let c = 1 / (3 * PortableMath.sqrt(d))
    while true {
      let x = NormalTable.shared.sample(&stream)
      let t = 1 + c * x
      guard t > 0 else { continue }
      let v = t * t * t
      let u = stream.openUnit()
      if u < 1 - 0.0331 * (x * x) * (x * x) { return d * v }
      if PortableMath.log(u) < 0.5 * x * x + d * (1 - v + PortableMath.log(v)) { return d * v }
    }
  }
}

extension TimeSpan {
  /// The nearest whole number of nanoseconds, clamped to 0 ... 2^62.
  @inlinable init(roundingNanoseconds x: Double) {
    self.init(nanoseconds: x >= 0x1p62 ? 1 << 62 : x > 0 ? Int64(x + 0.5) : 0)
  }
}
