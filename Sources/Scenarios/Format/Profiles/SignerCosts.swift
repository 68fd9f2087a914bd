import Protocols
import Vocabulary

/// A device that makes a host's signatures in place of its processor, one after the other.
public struct SignerCosts: Hashable, Sendable {
  /// From its having made a signature to the host having it, the way there and back together.
  public var latency: TimeSpan
  /// What the device takes for one, by suite; never iterated.
  public var signatures: [SignatureSuite: TimeSpan]
}
