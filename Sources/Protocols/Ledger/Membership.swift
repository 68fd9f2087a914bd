/// The participants of a consensus, in the order that numbers them. Fixed for the life of a ledger.
public final class Membership {
  public let members: [PublicKey]
  /// Faulty members that the rest can stand: f = (n - 1) / 3.
  public let faultBudget: Int
  /// More than two thirds of all: floor(2n / 3) + 1 (paper 2.3.3).
  public let quorum: Int
  private let numbers: [EncodedKey: Int]

  /// The keys must differ.
  public convenience init(_ members: [PublicKey]) { self.init(members, quorum: members.count * 2 / 3 + 1) }

  init(_ members: [PublicKey], quorum: Int) {
    self.members = members
    self.quorum = quorum
    faultBudget = max(0, (members.count - 1) / 3)
    numbers = Dictionary(
      members.enumerated().map { (EncodedKey($1.encoded), $0) },
      uniquingKeysWith: { first, second in preconditionFailure("members \(first) and \(second) have the same key") })
  }

  public var count: Int { members.count }

  /// The number of the member with this public key (SubjectPublicKeyInfo, DER).
  public func index(of key: [UInt8]) -> Int? { numbers[EncodedKey(key)] }
}
