import Testing
import Vocabulary

@testable import Protocols

@Suite("SMB transactions (crb-smb 3.5)")
struct ServiceTransactionTests {
  private let crypto = Cryptography(suite: .rsa2048PSS, mode: .modelled, seed: 1)
  private let rules = TransactionRules.serviceManagement(maximumBytes: 10_000)
  private var meter = Meter()
  private var tenant: TransactionBuilder
  private var service: TransactionBuilder
  private let responseKey = FieldKey(bytes: [UInt8](repeating: 9, count: 32))!

  init() {
    tenant = TransactionBuilder(
      cryptography: crypto, sender: crypto.keyPair(named: "tenant"), stream: RandomStream(seed: 1))
    service = TransactionBuilder(
      cryptography: crypto, sender: crypto.keyPair(named: "service"), stream: RandomStream(seed: 2))
  }

  private mutating func request() -> Transaction {
    ServiceRequest(request: Array("create the firewall".utf8), responseKey: responseKey)
      .transaction(to: service.sender.publicKey, at: 77, with: &tenant, &meter)
  }

  private mutating func response(to request: Transaction) throws -> Transaction {
    let header = try #require(request.layout.map { Array(request.bytes[$0.signature]) })
    return ServiceResponse(service: header, result: Array("instance nine".utf8), error: "not enough cores")
      .transaction(to: tenant.sender.publicKey, with: responseKey, at: 88, by: &service, &meter)
  }

  private func shows(_ transaction: Transaction, _ text: [UInt8]) -> Bool {
    transaction.bytes.indices.contains { transaction.bytes[$0...].starts(with: text) }
  }

  @Test("a service transaction opens for its recipient alone, and shows only type, time and recipient")
  mutating func serviceTransaction() throws {
    let request = request()
    #expect(rules.check(request, crypto, &meter) == nil)
    let opened = try OpenedTransaction(opening: request, with: service.sender, crypto, &meter)
    #expect(opened.sender == tenant.sender.publicKey)
    #expect(opened.timestamp == 77)
    #expect(ServiceRequest(opened)?.request == Array("create the firewall".utf8))
    #expect(ServiceRequest(opened)?.responseKey == responseKey)
    #expect(ServiceResponse(opened) == nil)
    #expect(throws: DropReason.wrongRecipient) {
      try OpenedTransaction(opening: request, with: tenant.sender, crypto, &meter)
    }
    #expect(shows(request, service.sender.publicKey.encoded))
    #expect(!shows(request, tenant.sender.publicKey.encoded))
    #expect(!shows(request, Array("firewall".utf8)))
    #expect(!shows(request, responseKey.bytes))
  }

  @Test("a response carries no key: it opens with the response key of its request, and with nothing else")
  mutating func responseTransaction() throws {
    let request = request()
    let response = try response(to: request)
    #expect(rules.check(response, crypto, &meter) == nil)
    let layout = try #require(response.layout)
    #expect(layout.isEncrypted && layout.sealedKey == nil)
    let me = tenant.sender.publicKey
    let opened = try OpenedTransaction(opening: response, to: me, with: responseKey, crypto, &meter)
    let answer = try #require(ServiceResponse(opened))
    let requestLayout = try #require(request.layout)
    #expect(answer.service == Array(request.bytes[requestLayout.signature]))
    #expect(answer.result == Array("instance nine".utf8))
    #expect(answer.error == "not enough cores")
    #expect(opened.sender == service.sender.publicKey)
    #expect(shows(response, me.encoded))
    #expect(!shows(response, service.sender.publicKey.encoded))
    #expect(!shows(response, Array("instance".utf8)))
    #expect(!shows(response, Array("cores".utf8)))
    #expect(!shows(response, Array(request.bytes[requestLayout.signature])))
    let otherKey = try #require(FieldKey(bytes: [UInt8](repeating: 8, count: 32)))
    #expect(throws: DropReason.cannotDecrypt) {
      try OpenedTransaction(opening: response, to: me, with: otherKey, crypto, &meter)
    }
    #expect(throws: DropReason.wrongRecipient) {
      try OpenedTransaction(
        opening: response, to: service.sender.publicKey, with: responseKey, crypto, &meter)
    }
    #expect(throws: DropReason.wrongType) {
      try OpenedTransaction(opening: response, with: tenant.sender, crypto, &meter)
    }
    #expect(throws: DropReason.wrongType) {
      try OpenedTransaction(
        opening: request, to: service.sender.publicKey, with: responseKey, crypto, &meter)
    }
  }

  @Test("any changed byte of a response is noticed by who has its key")
  mutating func tampering() throws {
    let response = try response(to: request())
    var stream = RandomStream(seed: 5)
    for index in response.bytes.indices {
      var changed = response.bytes
      changed[index] ^= UInt8(1 + stream.below(255))
      let opened = try? OpenedTransaction(
        opening: Transaction(changed), to: tenant.sender.publicKey, with: responseKey, crypto, &meter)
      if opened != nil { Issue.record("a change of byte \(index) went unnoticed") }
    }
  }

  @Test("each chain knows its own types only")
  mutating func types() throws {
    let configuration = Configuration(cid: "c", vid: "v", description: "", configuration: [1])
      .transaction(to: service.sender.publicKey, at: 1, with: &tenant, &meter)
    #expect(rules.check(configuration, crypto, &meter) == .wrongType)
    let request = request()
    let crb = TransactionRules.configurationRepository(maximumBytes: 10_000)
    #expect(crb.check(request, crypto, &meter) == .wrongType)
    #expect(crb.check(try response(to: request), crypto, &meter) == .wrongType)
    let small = TransactionRules.serviceManagement(maximumBytes: request.bytes.count - 1)
    #expect(small.check(request, crypto, &meter) == .transactionTooLarge)
  }

  @Test("what is not encrypted as its type asks is refused")
  mutating func encryption() throws {
    func check(_ type: String, recipient: [UInt8], key: [UInt8]?, field: Int) -> DropReason? {
      let sealed = [UInt8](repeating: 7, count: field)
      let content = BSONWriter.encode { w in
        w.string("type", type)
        w.datetime("timestamp", milliseconds: 1)
        w.binary("sender", [UInt8](repeating: 7, count: 330))
        w.binary("recipient", recipient)
        if let key { w.binary("key", key) }
        if type == "service" {
          w.binary("request", sealed)
          w.binary("responseKey", sealed)
        } else {
          w.binary("service", sealed)
          w.binary("result", sealed)
          if recipient.isEmpty { w.string("error", "") } else { w.binary("error", sealed) }
        }
      }
      let bytes = BSONWriter.encode { w in
        w.binary("header", [UInt8](repeating: 1, count: 256))
        w.encoded("content", document: content)
      }
      var meter = Meter()
      return rules.check(Transaction(bytes), crypto, &meter)
    }
    let recipient = tenant.sender.publicKey.encoded
    let key = [UInt8](repeating: 1, count: 256)
    #expect(check("service", recipient: recipient, key: key, field: 28) == nil)
    #expect(check("service", recipient: recipient, key: nil, field: 28) == .unexpectedField)
    #expect(check("service", recipient: recipient, key: key, field: 27) == .notEncrypted)
    #expect(check("service", recipient: recipient, key: [1], field: 28) == .notEncrypted)
    #expect(check("service", recipient: [], key: nil, field: 28) == .badKey, "to nobody")
    #expect(check("response", recipient: recipient, key: nil, field: 28) == nil)
    #expect(check("response", recipient: recipient, key: key, field: 28) == .unexpectedField)
    #expect(check("response", recipient: recipient, key: nil, field: 27) == .notEncrypted)
    #expect(check("response", recipient: [1, 2], key: nil, field: 28) == .badKey)
    #expect(check("response", recipient: [], key: nil, field: 28) == .badKey, "to nobody")
  }

  @Test("a response key of another length makes no service request")
  mutating func responseKeyLength() throws {
    let transaction = tenant.build(.service, [[1], [1, 2]], to: service.sender.publicKey, at: 1, &meter)
    let opened = try OpenedTransaction(opening: transaction, with: service.sender, crypto, &meter)
    #expect(ServiceRequest(opened) == nil)
  }

  @Test("the federation, which has the services' key pairs, reads both (crb-smb 3.5)")
  mutating func audit() throws {
    let request = request()
    let response = try response(to: request)
    let auditor = crypto.keyPair(secret: service.sender.secret)
    let opened = try OpenedTransaction(opening: request, with: auditor, crypto, &meter)
    let key = try #require(ServiceRequest(opened)).responseKey
    let answer = try OpenedTransaction(opening: response, to: opened.sender, with: key, crypto, &meter)
    #expect(ServiceResponse(answer)?.error == "not enough cores")
  }
}
