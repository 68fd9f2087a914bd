import Vocabulary

/// The layers of the ziggurat under the normal density, after Marsaglia and Tsang (2000) as refined by Doornik (2005).
@usableFromInline struct NormalTable: @unchecked Sendable {
  @usableFromInline static let layers = 256
  /// Where the tail starts, and the area of each layer, for 256 layers.
  @usableFromInline static let tail = 3.6541528853610088
  private static let area = 0.00492867323399

  /// Right edge of each layer; layer 0 is the base with the tail.
  @usableFromInline let edge: UnsafeMutablePointer<Double>
  /// Below this fraction of its edge a point of the layer is inside without further tests.
  @usableFromInline let inside: UnsafeMutablePointer<Double>

  /// Made once and kept for the life of the process.
  @usableFromInline static let shared = NormalTable()

  private init() {
    let n = NormalTable.layers
    edge = .allocate(capacity: n + 1)
    inside = .allocate(capacity: n)
    var density = PortableMath.exp(-0.5 * NormalTable.tail * NormalTable.tail)
    edge[0] = NormalTable.area / density
    edge[1] = NormalTable.tail
    edge[n] = 0
    for i in 2..<n {
      edge[i] = PortableMath.sqrt(-2 * PortableMath.log(NormalTable.area / edge[i - 1] + density))
      density = PortableMath.exp(-0.5 * edge[i] * edge[i])
    }
    for i in 0..<n { inside[i] = edge[i + 1] / edge[i] }
  }
}

extension NormalTable {
  /// One draw from the standard normal distribution.
  @inlinable func sample(_ stream: inout RandomStream) -> Double {
    while true {
      let bits = stream.next()
      let layer = Int(bits & 0xFF)
      // 55 bits remain: a signed fraction in (-1, 1).
      let u = Double(Int64(bitPattern: bits) >> 9) * 0x1p-54
      if abs(u) < inside[layer] { return u * edge[layer] }
      if let x = outside(layer, u, &stream) { return x }
    }
  }

  /// The rare case: the tail, or the part of a layer that the density cuts.
  @usableFromInline func outside(_ layer: Int, _ u: Double, _ stream: inout RandomStream) -> Double? {
    if layer == 0 { return tailSample(negative: u < 0, &stream) }
    let x = u * edge[layer]
    let low = PortableMath.exp(-0.5 * (edge[layer] * edge[layer] - x * x))
    let high = PortableMath.exp(-0.5 * (edge[layer + 1] * edge[layer + 1] - x * x))
    return high + stream.unit() * (low - high) < 1 ? x : nil
  }

  /// Beyond the base: Marsaglia's method (1964).
  private func tailSample(negative: Bool, _ stream: inout RandomStream) -> Double {
    while true {
      let x = PortableMath.log(stream.openUnit()) / NormalTable.tail
      let y = PortableMath.log(stream.openUnit())
      if -2 * y >= x * x { return negative ? x - NormalTable.tail : NormalTable.tail - x }
    }
  }
}
