import Vocabulary

/// What elements of service function chains take, beside the prices of their packets.
public struct ForwardingCosts: Hashable, Sendable {
  /// Until a packet has gone through a programmable switch, however many are in it.
  public var latency: TimeSpan
  /// Until a new service function is ready.
  public var instantiateFunction: TimeSpan
  public var instantiateEncryption: TimeSpan
}
