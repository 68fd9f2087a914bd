import Vocabulary

@testable import Protocols

/// A federation of four with an authority, in a test's hands.
struct MembershipFixture {
  let crypto: Cryptography
  let authority: KeyPair
  let pairs: [KeyPair]
  let list: MembershipList
  let trust: MembershipTrust
  let file: [UInt8]

  init(_ suite: SignatureSuite = .ed25519, _ mode: CryptoMode = .modelled) {
    crypto = Cryptography(suite: suite, mode: mode, seed: 3)
    authority = crypto.keyPair(named: "authority")
    pairs = (0..<4).map { [crypto] in crypto.keyPair(named: "module/\($0)") }
    list = MembershipList(federation: "crb", number: 5, memberKeys: pairs.map(\.publicKey.encoded))
    trust = MembershipTrust(authority: authority.publicKey, federation: "crb", number: 5)
    var meter = Meter()
    file = SignedMembershipList(list, by: authority, crypto, &meter).bytes
  }

  /// A file with a changed list, which the authority has signed unless somebody else is named.
  func file(by signer: KeyPair? = nil, _ change: (inout MembershipList) -> Void = { _ in }) -> [UInt8] {
    var other = list
    change(&other)
    var meter = Meter()
    return SignedMembershipList(other, by: signer ?? authority, crypto, &meter).bytes
  }

  /// A file with these bytes in the list's place, signed by the authority.
  func file(signing list: [UInt8]) -> [UInt8] {
    var meter = Meter()
    let signature = crypto.sign(SHA256Hasher.digest(list), with: authority, &meter)
    return BSONWriter.encode { w in
      w.binary("list", list)
      w.binary("signature", signature)
    }
  }

  /// What is wrong with a file; nil if nothing is.
  func defect(_ file: [UInt8]) -> MembershipDefect? {
    var meter = Meter()
    do throws(MembershipDefect) {
      _ = try SignedMembershipList.verify(file, by: trust, crypto, &meter)
      return nil
    } catch {
      return error
    }
  }

  /// The module of that number, with nothing but what it is told.
  func module(_ number: Int, key: KeyPair? = nil) -> BlockchainModule {
    let settings = PBFTSettings(
      blockInterval: .milliseconds(200), maximumBlockBytes: 10_000, viewChangeTimeout: .seconds(5))
    let rules = BlockRules(transactions: .configurationRepository(maximumBytes: 5_000), maximumBytes: 10_000)
    return BlockchainModule(
      replica: Replica(
        number: number, keyPair: key ?? pairs[number], crypto: crypto, settings: settings, rules: rules,
        pending: PendingList(maximumCount: 10, maximumBytes: 100_000)),
      trust: trust)
  }
}
