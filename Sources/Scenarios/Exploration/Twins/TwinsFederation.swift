/// A federation in which some identities run twice: two instances with one key pair, each with memory and disk of its own
/// (Bano et al., "Twins: BFT Systems Made Robust", OPODIS 2021). An identity that runs twice counts as faulty.
public struct TwinsFederation: Hashable, Sendable {
  /// Identities, numbered from 0.
  public let replicas: Int
  /// The first so many identities run twice.
  public let twins: Int

  public init(replicas: Int, twins: Int) {
    precondition(twins >= 0 && twins <= replicas && replicas > 0, "\(twins) twins among \(replicas) replicas")
    self.replicas = replicas
    self.twins = twins
  }

  /// First copies come in the order of their identities, and then second copies.
  public var instances: Int { replicas + twins }

  public func identity(of instance: Int) -> Int { instance < replicas ? instance : instance - replicas }

  /// Instances whose identity runs once.
  public var honest: Range<Int> { twins..<replicas }

  /// Faulty identities that a quorum can stand.
  public var faultBudget: Int { (replicas - 1) / 3 }

  /// `A`, `B`, ...; `A'` for the second copy of `A`; `n30`, `n30'` where the letters end.
  public func name(of instance: Int) -> String {
    name(ofIdentity: identity(of: instance)) + (instance < replicas ? "" : "'")
  }

  public func name(ofIdentity identity: Int) -> String {
    identity < 26 ? String(UnicodeScalar(UInt8(65 + identity))) : "n\(identity)"
  }
}
