/// The participants of a consensus, in the order that numbers them. Fixed for the life of a ledger.
public final class Membership {
  /// Of the list that says who they are: what the members sign is bound to it.
  public let federation: FederationID
  public let members: [PublicKey]
  /// Faulty members that the rest can stand: f = (n - 1) / 3.
  public let faultBudget: Int
  /// More than two thirds of all: floor(2n / 3) + 1 (paper 2.3.3).
  public let quorum: Int
  private let numbers: [EncodedKey: Int]

  /// The members of a list: one that is verified (`SignedMembershipList.verify`), or that this process makes itself. The
  /// keys must be the list's, and differ.
  public convenience init(_ list: MembershipList, _ members: [PublicKey]) {
    self.init(list.id, members, quorum: members.count * 2 / 3 + 1)
  }

  /// The members of the first list of a federation of this name. The keys must differ.
  public convenience init(_ members: [PublicKey], of federation: String = "federation") {
    self.init(MembershipList(federation: federation, number: 1, memberKeys: members.map(\.encoded)), members)
  }

  /// With a quorum of another size, as a defect would have it.
  convenience init(_ members: [PublicKey], quorum: Int) {
    let list = MembershipList(federation: "federation", number: 1, memberKeys: members.map(\.encoded))
    self.init(list.id, members, quorum: quorum)
  }

  private init(_ federation: FederationID, _ members: [PublicKey], quorum: Int) {
    self.federation = federation
    self.members = members
    self.quorum = quorum
    faultBudget = max(0, (members.count - 1) / 3)
    numbers = Dictionary(
      members.enumerated().map { (EncodedKey($1.encoded), $0) },
      uniquingKeysWith: { first, second in preconditionFailure("members \(first) and \(second) have the same key") })
  }

  /// What a module knows before it has read its list. Nobody's vote counts, and no number of votes is a quorum.
  static var unknown: Membership { Membership(FederationID(.zero), [], quorum: .max) }

  public var count: Int { members.count }

  /// The number of the member with this public key (SubjectPublicKeyInfo, DER).
  public func index(of key: [UInt8]) -> Int? { numbers[EncodedKey(key)] }
}
