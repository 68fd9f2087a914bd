import Vocabulary

/// A link's latency, prepared for sampling: constants need no arithmetic, normal latencies no call.
@usableFromInline struct Latency {
  @usableFromInline enum Shape { case constant, normal, other }

  @usableFromInline let shape: Shape
  @usableFromInline let constant: Int64
  @usableFromInline let mean: Double
  @usableFromInline let deviation: Double
  @usableFromInline let normals: NormalTable
  @usableFromInline let distribution: Distribution

  init(_ distribution: Distribution) {
    self.distribution = distribution
    normals = .shared
    switch distribution {
    case .constant(let value):
      (shape, constant, mean, deviation) = (.constant, TimeSpan(roundingNanoseconds: value).nanoseconds, value, 0)
    case .normal(let mean, let deviation):
      (shape, constant, self.mean, self.deviation) = (.normal, 0, mean, deviation)
    case .uniform, .exponential, .lognormal, .gamma, .pareto, .empirical:
      (shape, constant, mean, deviation) = (.other, 0, 0, 0)
    }
  }
}

extension UnsafeMutablePointer<Latency> {
  /// One draw in whole nanoseconds, not negative.
  @inlinable func sample(_ stream: inout RandomStream) -> Int64 {
    switch pointee.shape {
    case .constant: pointee.constant
    case .normal:
      TimeSpan(roundingNanoseconds: pointee.mean + pointee.deviation * pointee.normals.sample(&stream)).nanoseconds
    case .other: pointee.sampleOther(&stream)
    }
  }
}

extension Latency {
  @usableFromInline func sampleOther(_ stream: inout RandomStream) -> Int64 {
    distribution.sampleSpan(&stream).nanoseconds
  }
}
