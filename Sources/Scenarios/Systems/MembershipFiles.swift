import Protocols
import Vocabulary

/// What the authority of a simulated federation has issued, and what could be taken for it.
struct MembershipFiles {
  let list: MembershipList
  let trust: MembershipTrust
  /// What every module is given.
  let file: [UInt8]
  private let authority: KeyPair
  private let crypto: Cryptography

  init(federation: String, of members: [PublicKey], _ crypto: Cryptography) {
    self.crypto = crypto
    authority = crypto.keyPair(named: "authority")
    list = MembershipList(federation: federation, number: 1, memberKeys: members.map(\.encoded))
    trust = MembershipTrust(authority: authority.publicKey, federation: federation, number: list.number)
    file = MembershipFiles.sign(list, authority, crypto)
  }

  /// A file that must be refused. The stream says which bit is wrong.
  func file(_ damage: ListDamage, _ stream: inout RandomStream) -> [UInt8] {
    var other = list
    switch damage {
    case .missing: return []
    case .torn: return Array(file.prefix(file.count / 2))
    case .rotten:
      var rotten = file
      rotten[Int(stream.below(UInt64(file.count)))] ^= 1 << UInt8(stream.below(8))
      return rotten
    case .forged:
      let stranger = crypto.keyPair(named: "stranger")
      other.memberKeys[0] = stranger.publicKey.encoded
      return MembershipFiles.sign(other, stranger, crypto)
    case .otherFederation: other.federation = "another \(list.federation)"
    case .otherNumber: other.number += 1
    }
    return MembershipFiles.sign(other, authority, crypto)
  }

  private static func sign(_ list: MembershipList, _ pair: KeyPair, _ crypto: Cryptography) -> [UInt8] {
    var meter = Meter()
    return SignedMembershipList(list, by: pair, crypto, &meter).bytes
  }
}
