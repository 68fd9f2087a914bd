import Testing
import Vocabulary

@testable import Protocols

@Suite("What a VNF client is given by an attacker (crb-smb 3.2, 3.3.2)")
struct VNFClientHostilityTests {
  private let base = VNFClientTests()

  /// Gives one transaction, as it is, in the answer of a module that lies. The reasons for which it was refused.
  private func refusals(_ transaction: Transaction) -> Set<DropReason> {
    let fresh = VNFClientTests()
    var driver = fresh.started()
    fresh.invent(transaction, to: &driver)
    #expect(driver.client.applied == nil && driver.client.configuration == nil)
    #expect(driver.client.pair.publicKey == fresh.vnf.publicKey)
    return Set(driver.drops)
  }

  private var now: Int64 { ClientDriver<VNFClient>.epoch + 3_000 }

  /// A configuration whose fields are encrypted for one key, and whose recipient says another.
  private func misaddressed() -> Transaction {
    let other = base.crypto.keyPair(named: "vnf/8")
    let sound = base.settings("x", at: now, to: other)
    guard let layout = sound.layout else { return sound }
    var bytes = sound.bytes
    bytes.replaceSubrange(layout.recipient, with: base.vnf.publicKey.encoded)
    return Transaction(bytes)
  }

  /// A transaction whose signature is by another than the sender that it names.
  private func impersonated() -> Transaction {
    let sound = base.settings("x", at: now)
    let thief = base.settings("x", at: now, by: base.crypto.keyPair(named: "thief"))
    guard let layout = sound.layout, let other = thief.layout else { return sound }
    var bytes = sound.bytes
    bytes.replaceSubrange(layout.signature, with: thief.bytes[other.signature])
    return Transaction(bytes)
  }

  @Test("everything that is wrong has its reason, and changes nothing")
  func reasons() {
    var builder = TransactionBuilder(cryptography: base.crypto, sender: base.tenant, stream: RandomStream(seed: 6))
    var meter = Meter()
    let to = base.vnf.publicKey
    func configuration(_ bytes: [UInt8]) -> Transaction {
      Configuration(cid: "", vid: "", description: "", configuration: bytes)
        .transaction(to: to, at: now, with: &builder, &meter)
    }
    let pair = base.crypto.keyPair(named: "a")
    var mismatched = VNFConfiguration(keyPair: pair).bytes
    let place = mismatched.indices.first { mismatched[$0...].starts(with: pair.secret.bytes) } ?? 0
    mismatched[place] ^= 1
    let tooMany = VNFConfiguration(groups: Array(repeating: pair, count: VNFConfiguration.longestList + 1)).bytes
    let cases: [(String, Transaction, DropReason)] = [
      ("no BSON", Transaction([1, 2, 3]), .malformed),
      ("nothing", Transaction([]), .malformed),
      ("BSON of nothing", Transaction([5, 0, 0, 0, 0]), .missingField),
      ("a length of 2 GB", Transaction([0xFF, 0xFF, 0xFF, 0x7F, 0]), .malformed),
      ("for another key", base.settings("x", at: now, to: base.crypto.keyPair(named: "vnf/8")), .wrongRecipient),
      ("encrypted for another key", misaddressed(), .cannotDecrypt),
      ("signed by a thief", impersonated(), .badSignature),
      ("of a stranger", base.settings("x", at: now, by: base.crypto.keyPair(named: "thief")), .unauthorized),
      ("dated ahead", base.settings("x", at: now + 3_600_000), .futureDated),
      ("dated at the end of time", base.settings("x", at: .max), .futureDated),
      ("of another chain", builder.build(.service, [[1], [2]], to: to, at: now, &meter), .wrongType),
      ("a configuration of nothing", configuration([]), .malformed),
      ("a key pair that is none", configuration(mismatched), .badKey),
      ("too many groups", configuration(tooMany), .wrongType),
      ("no tenant left", configuration(VNFConfiguration(tenants: []).bytes), .badKey),
    ]
    for (name, transaction, reason) in cases {
      let found = refusals(transaction)
      #expect(found.contains(reason), "\(name): \(found.map(\.rawValue))")
    }
  }

  @Test("a sound transaction, cut short anywhere or with any byte changed, is refused and never obeyed")
  func changedBytes() {
    let sound = base.settings("x", at: now).bytes
    var stream = RandomStream(seed: 4)
    var hostile: [Transaction] = []
    for place in stride(from: 0, to: sound.count, by: 3) { hostile.append(Transaction(Array(sound[..<place]))) }
    for place in sound.indices {
      var changed = sound
      changed[place] ^= UInt8(1 + stream.below(255))
      hostile.append(Transaction(changed))
    }
    let fresh = VNFClientTests()
    var driver = fresh.started()
    for batch in 0..<(hostile.count + 99) / 100 {
      fresh.modules.blocks.append(Array(hostile[(batch * 100)..<min(hostile.count, batch * 100 + 100)]))
    }
    // What a lying module shows need not be for the VNF at all.
    for transaction in hostile {
      let answer = ReadAnswer(number: 1, height: 1, transactions: [transaction])
      driver.hand(ClientMessage.answer(answer).bytes, from: fresh.modules.nodes[0])
    }
    driver.run(for: .seconds(20))
    #expect(driver.client.applied == nil && driver.client.configuration == nil)
    #expect(driver.drops.count >= sound.count)
    fresh.give([Transaction(sound)], to: &driver)
    #expect(driver.client.configuration == Array("x".utf8), "the sound one is obeyed all the same")
  }

  @Test("the configuration before the last, shown again by a module that lies, is refused as outdated (3.2)")
  func stale() {
    let fresh = VNFClientTests()
    var driver = fresh.started()
    let old = fresh.settings("old", at: driver.milliseconds)
    let new = fresh.settings("new", at: driver.milliseconds + 1)
    fresh.give([new], to: &driver)
    for _ in 0..<3 { fresh.give([old, new], to: &driver) }
    #expect(driver.client.configuration == Array("new".utf8))
    #expect(driver.count(.outdated) == 1)
    #expect(driver.count(.alreadyProcessed) == 5)
  }

  @Test("a configuration that no block could hold is taken from nobody")
  func oversized() {
    let huge = base.settings(String(repeating: "x", count: 2_000_000), at: now)
    var meter = Meter()
    let rules = TransactionRules.configurationRepository(maximumBytes: 1_000_000)
    #expect(rules.check(huge, base.crypto, &meter) == .transactionTooLarge)
  }
}
