/// Something that the orchestrator is asked to do: to bring the network to a deployment.
public struct Operation: Hashable, Codable, Sendable {
  /// How (paper, Table 1 and 6.2).
  public enum Kind: Int, CaseIterable, Codable, Sendable {
    /// Everything is made anew: the rules of changed chains are withdrawn first (1.a).
    case fullProvisioning
    /// New functions and keys first, rules last, so that traffic runs meanwhile (1.b).
    case softProvisioning
    /// As soft provisioning: a chain changes its functions.
    case alteration
    /// As soft provisioning: functions move. Refused if the policy is against it (6.2.2).
    case migration
    /// Instantiates and gives keys for what a later fail-over needs, and changes no rules (6.2.1).
    case protection
    /// After a failure: only what is missing is made, then the rules change (2.a, 2.b).
    case failOver
    /// As soft provisioning, but with encryption functions that are in use: the rules of changed chains are withdrawn while
    /// those are given other peers (paper, 6.1.1).
    case rePeering
  }

  public var kind: Kind
  public var target: Deployment

  public init(_ kind: Kind, to target: Deployment) {
    self.kind = kind
    self.target = target
  }
}

/// What is to happen when elements fail.
public struct FailOver: Hashable, Sendable {
  /// The failure of any of these begins it.
  public var elements: [ElementID]
  public var target: Deployment

  public init(after elements: [ElementID], to target: Deployment) {
    self.elements = elements
    self.target = target
  }
}
