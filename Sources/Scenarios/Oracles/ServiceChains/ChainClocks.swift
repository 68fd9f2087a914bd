import SimKernel
import Vocabulary

/// Whether the clocks of those who verify headers are near enough for packets to pass: docs/models/chain-worlds.md.
struct ChainClocks {
  /// What a packet takes on its way counts against the tolerance, too.
  static let transit = TimeSpan.seconds(1)

  /// By tenant: the nodes that its packets may visit.
  private let nodes: [[Int]]
  private let farthest: TimeSpan
  private let clock: (Int) -> NodeClock

  /// Nil where no header has a time.
  init?(_ layout: SFCLayout, clock: @escaping (Int) -> NodeClock) {
    let spec = layout.spec
    guard spec.integrity == .hmac else { return nil }
    let shared = layout.verifying.filter { ![.function, .encryption].contains(layout.place($0).role) }
    nodes = (0..<spec.copies).map { copy in
      shared + layout.variants.map { layout.function($0, copy: copy) }
        + layout.slots.map { layout.encryption($0, copy: copy) }
    }
    farthest = spec.timestampTolerance - Self.transit
    self.clock = clock
  }

  /// Whether they are near enough from the first instant to the last, between which nothing goes wrong with them.
  func agree(tenant: Int, during span: ClosedRange<Instant>) -> Bool {
    // Clocks go evenly, so two of them are furthest apart at one end.
    [span.lowerBound, span.upperBound].allSatisfy { instant in
      let shown = nodes[tenant].map { clock($0).local(instant) }
      guard let first = shown.min(), let last = shown.max() else { return true }
      return last - first <= farthest
    }
  }
}
