/// What a module is told about its federation, and believes: enough to know the right membership list by.
public struct MembershipTrust: Hashable, Sendable {
  /// The certificate issuing party that all members have agreed upon (crb-smb 2.3.3).
  public var authority: PublicKey
  /// The federation's name.
  public var federation: String
  /// Of the list that is in force: the same for the life of a ledger.
  public var number: Int64

  public init(authority: PublicKey, federation: String, number: Int64) {
    self.authority = authority
    self.federation = federation
    self.number = number
  }
}
