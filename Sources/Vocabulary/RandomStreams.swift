/// Derives one independent random stream per name from a seed, so that a new component never shifts
/// the draws of another. Names are paths: `"network/link/0-1/latency"`.
public struct RandomStreams: Sendable {
  public let seed: UInt64

  public init(seed: UInt64) { self.seed = seed }

  public func stream(_ name: String) -> RandomStream { RandomStream(seed: derivedSeed(name)) }

  /// Streams of a part, whose names then start there: `streams.child("replication/3")`.
  public func child(_ name: String) -> RandomStreams { RandomStreams(seed: derivedSeed(name)) }

  /// FNV-1a over the name, folded into the seed by two rounds of SplitMix64.
  private func derivedSeed(_ name: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    var first = SplitMix64(state: seed)
    var second = SplitMix64(state: first.next() ^ hash)
    return second.next()
  }
}
