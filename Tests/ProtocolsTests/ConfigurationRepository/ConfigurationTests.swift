import TestSupport
import Testing
import Vocabulary

@testable import Protocols

@Suite("CRB transactions (paper 3.5)")
struct ConfigurationTests {
  let configuration = Configuration(
    cid: "edge-firewall", vid: "2", description: "r\u{e8}gles", configuration: Array("drop all".utf8))

  func builder(_ cryptography: Cryptography) -> TransactionBuilder {
    TransactionBuilder(
      cryptography: cryptography, sender: cryptography.keyPair(named: "tenant/0"), stream: RandomStream(seed: 3))
  }

  @Test(
    "a public configuration is read back by anyone", arguments: SignatureSuite.allCases, CryptoMode.allCases)
  func publicConfiguration(suite: SignatureSuite, mode: CryptoMode) throws {
    let cryptography = Cryptography(suite: suite, mode: mode, seed: 1)
    var builder = builder(cryptography)
    var meter = Meter()
    let transaction = configuration.transaction(to: nil, at: 5, with: &builder, &meter)
    #expect(meter.count(.sign) == 1)
    #expect(meter.count(.seal) == 0)
    let opened = try #require(OpenedTransaction(transaction, with: nil, cryptography, &meter))
    #expect(Configuration(opened) == configuration)
    #expect(opened.timestamp == 5)
    #expect(opened.recipient == nil)
    #expect(opened.sender == cryptography.keyPair(named: "tenant/0").publicKey)
  }

  @Test("a request and its answer travel encrypted, each for its own recipient", arguments: CryptoMode.allCases)
  func requestAndAnswer(mode: CryptoMode) throws {
    let cryptography = Cryptography(suite: .rsa2048PSS, mode: mode, seed: 1)
    let (vnf, next) = (cryptography.keyPair(named: "vnf/0"), cryptography.keyPair(named: "vnf/1"))
    var tenant = builder(cryptography)
    var meter = Meter()
    let request = ConfigurationRequest(
      cid: "edge-firewall", vid: "3", description: "", nextRecipient: next.publicKey.encoded)
    let asked = request.transaction(to: vnf.publicKey, at: 6, with: &tenant, &meter)
    #expect(meter.count(.seal) == 1)
    #expect(meter.count(.cipherByte) == Int64(294 + 13 + 1 + 0 + 294))

    let heard = try #require(
      OpenedTransaction(asked, with: vnf, cryptography, &meter).flatMap { ConfigurationRequest($0) })
    #expect(heard == request)
    let answerTo = try #require(cryptography.publicKey(encoded: heard.nextRecipient))
    var answerer = TransactionBuilder(cryptography: cryptography, sender: vnf, stream: RandomStream(seed: 4))
    let answer = configuration.transaction(to: answerTo, at: 7, with: &answerer, &meter)
    let received = try #require(OpenedTransaction(answer, with: next, cryptography, &meter))
    #expect(Configuration(received) == configuration)
    #expect(received.sender == vnf.publicKey)
    #expect(OpenedTransaction(answer, with: vnf, cryptography, &meter) == nil)
  }

  @Test("an encrypted text that is not UTF-8 makes no configuration")
  func badText() throws {
    let cryptography = Cryptography(suite: .rsa2048PSS, mode: .modelled, seed: 1)
    let vnf = cryptography.keyPair(named: "vnf/0")
    var builder = builder(cryptography)
    var meter = Meter()
    let transaction = builder.build(.configuration, [[0xFF], [], [], []], to: vnf.publicKey, at: 1, &meter)
    let opened = try #require(OpenedTransaction(transaction, with: vnf, cryptography, &meter))
    #expect(Configuration(opened) == nil)
  }

  @Test("the same seed makes the same bytes, in either mode of the same length")
  func deterministic() {
    func bytes(_ mode: CryptoMode) -> [UInt8] {
      let cryptography = Cryptography(suite: .rsa2048PSS, mode: mode, seed: 1)
      var builder = builder(cryptography)
      var meter = Meter()
      let recipient = cryptography.keyPair(named: "vnf/0").publicKey
      return configuration.transaction(to: recipient, at: 5, with: &builder, &meter).bytes
    }
    #expect(bytes(.real) == bytes(.real))
    #expect(bytes(.modelled) == bytes(.modelled))
    #expect(bytes(.real).count == bytes(.modelled).count)
  }

  @Test(
    "transactions, blocks and records have the sizes that docs/models/crb.md tells", arguments: SignatureSuite.allCases)
  func sizes(suite: SignatureSuite) {
    var sample = SampleLedger(suite: suite)
    let (k, s) = (suite.publicKeyLength, suite.signatureLength)
    let cryptography = sample.cryptography
    var builder = builder(cryptography)
    var meter = Meter()
    let lengths = 13 + 1 + 7 + 8
    let open = configuration.transaction(to: nil, at: 5, with: &builder, &meter)
    #expect(open.bytes.count == 162 + k + s + lengths)
    if suite.supportsSealing {
      let vnf = cryptography.keyPair(named: "vnf/0").publicKey
      let closed = configuration.transaction(to: vnf, at: 5, with: &builder, &meter)
      let sealed = cryptography.sealedKeyLength
      #expect(closed.bytes.count == 312 + sealed + 2 * k + s + lengths)
      if suite == .rsa2048PSS { #expect(closed.bytes.count == 1_412 + lengths) }
      let request = ConfigurationRequest(cid: "", vid: "", description: "", nextRecipient: [])
      #expect(request.transaction(to: vnf, at: 5, with: &builder, &meter).bytes.count == 320 + sealed + 2 * k + s)
    }
    let size = open.bytes.count
    let first = sample.block([open])
    #expect(first.content.bytes.count == 71 + k + 3 + size)
    sample.append(first)
    let many = (0..<12).map { sample.publicConfiguration($0, bytes: 0) }
    let block = sample.block(many)
    let elements = many.enumerated().reduce(0) { $0 + 2 + String($1.offset).count + $1.element.bytes.count }
    #expect(block.content.bytes.count == 71 + k + s + elements)
    #expect(block.header.bytes.count == 34 + s + 3 * (82 + k + s))
    let before = sample.file.count
    sample.append(block)
    #expect(sample.file.count - before == 32 + block.header.bytes.count + block.content.bytes.count)
  }
}
