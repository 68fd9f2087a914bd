import TestSupport
import Testing
import Vocabulary

@testable import Protocols

@Suite("Transaction rules (paper 3.3.1, 3.5)")
struct TransactionRulesTests {
  let rules = TransactionRules.configurationRepository(maximumBytes: 2_000)

  /// Changes a transaction's content as a forger would who re-signs nothing.
  func resigned(_ sample: inout SampleLedger, by name: String = "tenant/0", _ content: (inout BSONWriter) -> Void)
    -> Transaction
  {
    let bytes = BSONWriter.encode(content)
    let pair = sample.cryptography.keyPair(named: name)
    let digest = sample.cryptography.hash(bytes, &sample.effects.meter)
    let signature = sample.cryptography.sign(digest, with: pair, &sample.effects.meter)
    return Transaction(
      BSONWriter.encode { w in
        w.binary("header", signature)
        w.encoded("content", document: bytes)
      })
  }

  @Test("each type made by its builder is accepted")
  func accepted() {
    var sample = SampleLedger()
    let vnf = sample.cryptography.keyPair(named: "vnf/0")
    for transaction in [
      sample.publicConfiguration(1), sample.secretConfiguration(2, to: vnf), sample.request(3, to: vnf),
      sample.publicConfiguration(4, bytes: 0),
    ] {
      var meter = Meter()
      #expect(rules.check(transaction, sample.cryptography, &meter) == nil)
    }
  }

  @Test("what was encrypted shows only type, time and recipient, and opens for the recipient alone")
  func encryption() throws {
    var sample = SampleLedger(mode: .real)
    var meter = Meter()
    let vnf = sample.cryptography.keyPair(named: "vnf/0")
    let tenant = sample.cryptography.keyPair(named: "tenant/0")
    let other = sample.cryptography.keyPair(named: "vnf/1")
    let secret = sample.secretConfiguration(7, to: vnf)

    func shows(_ text: [UInt8]) -> Bool {
      secret.bytes.indices.contains { secret.bytes[$0...].starts(with: text) }
    }
    #expect(shows(vnf.publicKey.encoded))
    #expect(!shows(tenant.publicKey.encoded))
    #expect(!shows(Array("cid-7".utf8)))
    #expect(!shows(Array("caf".utf8)))

    let opened = try #require(OpenedTransaction(secret, with: vnf, sample.cryptography, &meter))
    #expect(opened.sender == tenant.publicKey)
    #expect(opened.recipient == vnf.publicKey)
    let configuration = try #require(Configuration(opened))
    #expect(configuration.cid == "cid-7")
    #expect(configuration.description == "caf\u{e9} 7")
    #expect(configuration.configuration.count == 40)
    #expect(ConfigurationRequest(opened) == nil)
    #expect(OpenedTransaction(secret, with: other, sample.cryptography, &meter) == nil)
    #expect(OpenedTransaction(secret, with: nil, sample.cryptography, &meter) == nil)

    let request = try #require(
      OpenedTransaction(sample.request(8, to: vnf), with: vnf, sample.cryptography, &meter)
        .flatMap { ConfigurationRequest($0) })
    #expect(request.nextRecipient == sample.pairs[0].publicKey.encoded)
  }

  @Test("an encrypted transaction opens only as it was sent: any changed byte is noticed")
  func sealedTampering() throws {
    var sample = SampleLedger()
    var meter = Meter()
    let vnf = sample.cryptography.keyPair(named: "vnf/0")
    let secret = sample.secretConfiguration(7, to: vnf)
    var stream = RandomStream(seed: 5)
    for index in secret.bytes.indices {
      var changed = secret.bytes
      changed[index] ^= UInt8(1 + stream.below(255))
      if OpenedTransaction(Transaction(changed), with: vnf, sample.cryptography, &meter) != nil {
        Issue.record("a change of byte \(index) went unnoticed")
      }
    }
  }

  @Test("a public transaction is refused with any one byte changed")
  func publicTampering() {
    var sample = SampleLedger()
    var meter = Meter()
    let transaction = sample.publicConfiguration(1)
    var stream = RandomStream(seed: 6)
    for index in transaction.bytes.indices {
      var changed = transaction.bytes
      changed[index] ^= UInt8(1 + stream.below(255))
      if rules.check(Transaction(changed), sample.cryptography, &meter) == nil {
        Issue.record("a change of byte \(index) went unnoticed")
      }
    }
  }

  @Test("bytes that are no transaction have an id, no layout, and a reason")
  func defects() {
    let sample = SampleLedger()
    var meter = Meter()
    for bytes: [UInt8] in [[], [5, 0, 0, 0, 0], [255, 255, 255, 255], [UInt8](repeating: 0, count: 300)] {
      let transaction = Transaction(bytes)
      #expect(transaction.layout == nil)
      #expect(rules.check(transaction, sample.cryptography, &meter) == transaction.defect)
      #expect(transaction.defect == (bytes.count == 5 ? .missingField : .malformed))
    }
  }

  @Test("the form must be that of the type: fields, their types, their order")
  func form() {
    var sample = SampleLedger()
    var meter = Meter()
    let sender = sample.cryptography.keyPair(named: "tenant/0").publicKey.encoded

    func refusal(_ type: String = "configuration", _ fields: (inout BSONWriter) -> Void) -> DropReason? {
      let transaction = resigned(&sample) { w in
        w.string("type", type)
        w.datetime("timestamp", milliseconds: 1)
        w.binary("sender", sender)
        w.binary("recipient", [UInt8]())
        fields(&w)
      }
      return rules.check(transaction, sample.cryptography, &meter)
    }
    func common(_ w: inout BSONWriter) {
      for name: BSONKey in ["cid", "vid", "description"] { w.string(name, "x") }
    }
    #expect(
      refusal { w in
        common(&w)
        w.binary("configuration", [1, 2])
      } == nil)
    #expect(refusal { common(&$0) } == .missingField)
    #expect(
      refusal { w in
        common(&w)
        w.string("configuration", "text")
      } == .wrongType)
    #expect(
      refusal { w in
        common(&w)
        w.binary("configuration", [1])
        w.null("more")
      } == .unexpectedField)
    #expect(
      refusal { w in
        w.string("vid", "x")
        w.string("cid", "x")
        w.string("description", "x")
        w.binary("configuration", [1])
      } == .unexpectedField)
    #expect(
      refusal("configuration-request") { w in
        common(&w)
        w.binary("nextRecipient", sender)
      } == .badKey, "a request without recipient asks nobody")
    #expect(refusal("payment") { common(&$0) } == .wrongType)
  }

  @Test("keys must be keys of the suite, encrypted fields long enough to be encrypted")
  func keysAndEncryption() {
    var sample = SampleLedger()
    var meter = Meter()
    let key = sample.pairs[1].publicKey.encoded

    func refusal(recipient: [UInt8], sealedKey: Int, sender: [UInt8], field: Int) -> DropReason? {
      let transaction = resigned(&sample) { w in
        w.string("type", "configuration")
        w.datetime("timestamp", milliseconds: 1)
        w.binary("sender", sender)
        w.binary("recipient", recipient)
        if !recipient.isEmpty { w.binary("key", [UInt8](repeating: 1, count: sealedKey)) }
        for name: BSONKey in ["cid", "vid", "description", "configuration"] {
          w.binary(name, [UInt8](repeating: 2, count: field))
        }
      }
      return rules.check(transaction, sample.cryptography, &meter)
    }
    let sealed = [UInt8](repeating: 3, count: 28)
    #expect(refusal(recipient: key, sealedKey: 256, sender: sealed, field: 28) == nil)
    #expect(refusal(recipient: Array(key.dropLast()), sealedKey: 256, sender: sealed, field: 28) == .badKey)
    #expect(refusal(recipient: [1], sealedKey: 256, sender: sealed, field: 28) == .badKey)
    #expect(refusal(recipient: key, sealedKey: 255, sender: sealed, field: 28) == .notEncrypted)
    #expect(refusal(recipient: key, sealedKey: 256, sender: [1], field: 28) == .notEncrypted)
    #expect(refusal(recipient: key, sealedKey: 256, sender: sealed, field: 27) == .notEncrypted)
    #expect(refusal(recipient: [], sealedKey: 0, sender: key, field: 28) == .wrongType)
  }

  @Test("a public transaction signed by another than its sender is refused")
  func foreignSignature() {
    var sample = SampleLedger()
    var meter = Meter()
    let sender = sample.cryptography.keyPair(named: "tenant/0").publicKey.encoded
    let forged = resigned(&sample, by: "mallory") { w in
      w.string("type", "configuration")
      w.datetime("timestamp", milliseconds: 1)
      w.binary("sender", sender)
      w.binary("recipient", [UInt8]())
      for name: BSONKey in ["cid", "vid", "description"] { w.string(name, "x") }
      w.binary("configuration", [1])
    }
    #expect(rules.check(forged, sample.cryptography, &meter) == .badSignature)
  }

  @Test("the maximum size is kept, to the byte")
  func size() {
    var sample = SampleLedger()
    var meter = Meter()
    let transaction = sample.publicConfiguration(1)
    let exact = TransactionRules.configurationRepository(maximumBytes: transaction.bytes.count)
    let tight = TransactionRules.configurationRepository(maximumBytes: transaction.bytes.count - 1)
    #expect(exact.check(transaction, sample.cryptography, &meter) == nil)
    #expect(tight.check(transaction, sample.cryptography, &meter) == .transactionTooLarge)
  }

  @Test("the second check of a transaction is charged as the first was")
  func charges() {
    var sample = SampleLedger()
    let vnf = sample.cryptography.keyPair(named: "vnf/0")
    for (transaction, verifications) in [
      (sample.publicConfiguration(1), 1), (sample.secretConfiguration(2, to: vnf), 0),
    ] {
      var (first, second) = (Meter(), Meter())
      #expect(rules.check(transaction, sample.cryptography, &first) == nil)
      #expect(rules.check(transaction, sample.cryptography, &second) == nil)
      for operation in Meter.Operation.allCases { #expect(first.count(operation) == second.count(operation)) }
      #expect(first.count(.transaction) == 1)
      #expect(first.count(.verify) == Int64(verifications))
      #expect(first.count(.hashByte) >= Int64(transaction.bytes.count))
    }
  }

  @Test("with a suite that cannot seal there are public transactions only")
  func ed25519() {
    var sample = SampleLedger(suite: .ed25519)
    var meter = Meter()
    #expect(rules.check(sample.publicConfiguration(1), sample.cryptography, &meter) == nil)
    let key = sample.pairs[0].publicKey.encoded
    let secret = resigned(&sample) { w in
      w.string("type", "configuration")
      w.datetime("timestamp", milliseconds: 1)
      w.binary("sender", [UInt8](repeating: 1, count: 72))
      w.binary("recipient", key)
      w.binary("key", [UInt8](repeating: 1, count: 256))
      for name: BSONKey in ["cid", "vid", "description", "configuration"] {
        w.binary(name, [UInt8](repeating: 2, count: 30))
      }
    }
    #expect(rules.check(secret, sample.cryptography, &meter) == .badKey)
  }
}
