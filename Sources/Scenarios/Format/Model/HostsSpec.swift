import SimKernel
import Vocabulary

/// The machines.
public struct HostsSpec: Hashable, Sendable {
  /// The cost profile, by name or path as the scenario gives it.
  public var profile: String
  /// Instead of the profile's number.
  public var cores: Int?
  /// Instead of the profile's.
  public var pageCache: ByteCount?
  public enum Verification: String, Sendable {
    case oneCore = "one-core"
    case freeCores = "free-cores"
  }

  /// Which cores check the signatures in one message.
  public var verification = Verification.oneCore
  /// How far each host's clock is off at the start, in nanoseconds; it may be negative.
  public var clockOffset: Distribution
  /// Each host draws its drift from plus to minus this, in parts per billion.
  public var clockDriftPartsPerBillion: Int64
}
