import Vocabulary

/// How long a data center's management service takes for what tenants ask of it.
public struct PlatformCosts: Hashable, Sendable {
  public var createVNF: TimeSpan
  public var createChain: TimeSpan
  public var switchPath: TimeSpan
  public var deleteVNF: TimeSpan
  /// Of a VNF's host, from power to its first step.
  public var boot: TimeSpan
}
