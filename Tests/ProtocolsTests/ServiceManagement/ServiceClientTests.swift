import Testing
import Vocabulary

@testable import Protocols

@Suite("The service client (crb-smb 3.3.2)")
struct ServiceClientTests {
  static let management = NodeID(50)
  let crypto = Cryptography(suite: .rsa2048PSS, mode: .modelled, seed: 1)
  let modules: FakeModules
  let service: KeyPair
  let tenant: KeyPair
  let responseKey = FieldKey(bytes: [UInt8](repeating: 9, count: 32))!

  init() {
    service = crypto.keyPair(named: "service")
    tenant = crypto.keyPair(named: "tenant")
    modules = FakeModules([.honest, .honest], rules: .serviceManagement(maximumBytes: 100_000), crypto)
  }

  func driver(
    file: [UInt8] = [], files: [[UInt8]]? = nil, at now: Instant? = nil, turn: Int = 1 << 20
  ) -> ClientDriver<ServiceClient> {
    let settings = ServiceClientSettings(
      pair: service, management: Self.management,
      access: ModuleAccess.Settings(modules: modules.nodes, keys: modules.writing.keys, pollInterval: .seconds(1)),
      maximumResultBytes: 1_000, journalTurn: turn)
    return ClientDriver(ServiceClient(settings, cryptography: crypto), modules, files: files ?? [file, []], at: now)
  }

  func request(
    _ number: Int64, bytes: [UInt8]? = nil, to recipient: KeyPair? = nil, at timestamp: Int64? = nil
  ) -> Transaction {
    var builder = TransactionBuilder(
      cryptography: crypto, sender: tenant, stream: RandomStream(seed: UInt64(number)))
    var meter = Meter()
    let operation = ManagementOperation(credential: [1], action: .deleteVNF("vnf \(number)"))
    return ServiceRequest(request: bytes ?? operation.bytes, responseKey: responseKey).transaction(
      to: (recipient ?? service).publicKey, at: timestamp ?? number, with: &builder, &meter)
  }

  /// Requests that the management service has been sent.
  func asked(_ driver: ClientDriver<ServiceClient>) -> [Digest] {
    driver.sentElsewhere.compactMap { message in
      guard message.to == Self.management else { return nil }
      guard case .request(let id, _, _)? = try? ManagementMessage.decode(message.bytes) else { return nil }
      return id
    }
  }

  func result(_ id: Digest, _ text: String = "done", error: String = "") -> [UInt8] {
    ManagementMessage.result(id, result: text, error: error, completed: 4_321).bytes
  }

  /// Responses in the ledger, opened.
  func responses() -> [ServiceResponse] {
    var meter = Meter()
    return modules.transactions.compactMap { transaction in
      let opened = try? OpenedTransaction(
        opening: transaction, to: tenant.publicKey, with: responseKey, crypto, &meter)
      return opened.flatMap { ServiceResponse($0) }
    }
  }

  func header(_ transaction: Transaction) -> [UInt8] {
    transaction.layout.map { Array(transaction.bytes[$0.signature]) } ?? []
  }

  @Test("a request is executed and answered with its result and error")
  func answer() {
    var driver = driver()
    let request = request(1)
    modules.blocks.append([request])
    driver.start()
    #expect(asked(driver) == [request.id])
    driver.hand(result(request.id, "three", error: "slow"), from: Self.management)
    driver.run(for: .seconds(10))
    #expect(responses() == [ServiceResponse(service: header(request), result: Array("three".utf8), error: "slow")])
    #expect(driver.client.openTasks == 0)
    #expect(asked(driver).count == 1)
  }

  @Test("a response is handed in only when it is durable, and the request that it answers with it")
  func writeAhead() {
    var driver = driver()
    driver.syncsAtOnce = false
    let request = request(1)
    modules.blocks.append([request])
    driver.start()
    #expect(asked(driver) == [request.id])
    driver.hand(result(request.id), from: Self.management)
    driver.run(for: .seconds(5))
    #expect(responses().isEmpty)
    #expect(driver.durable.isEmpty)
    driver.sync()
    let entries = TurningJournal.pieces(of: driver.durable).compactMap { piece, _ -> ServiceJournal.Entry? in
      guard case .entry(let document) = piece else { return nil }
      return try? ServiceJournal.entry(document)
    }
    #expect(entries.count == 2)
    guard case .accepted(let accepted)? = entries.first, case .response(let id, _)? = entries.last else {
      Issue.record("a request and its response")
      return
    }
    #expect(accepted.id == request.id && id == request.id)
    driver.run(for: .seconds(5))
    #expect(responses().count == 1)
  }

  @Test("what breaks one of the rules is refused with its reason, counted, and not executed")
  func rules() {
    var forged = request(1).bytes
    forged[20] ^= 1
    let cases: [(Transaction, DropReason)] = [
      (request(2, to: crypto.keyPair(named: "another service")), .wrongRecipient),
      (Transaction(forged), .badSignature),
      (Transaction([1, 2, 3]), .malformed),
    ]
    for (transaction, reason) in cases {
      modules.conducts = [.inventing(transaction), .inventing(transaction)]
      var driver = driver()
      driver.start()
      driver.run(for: .seconds(5))
      #expect(driver.count(reason) >= 2, "\(reason)")
      #expect(asked(driver).isEmpty)
      #expect(driver.client.openTasks == 0)
    }
  }

  /// Another life on what is durable.
  private func restarted(_ old: ClientDriver<ServiceClient>) -> ClientDriver<ServiceClient> {
    var next = driver(file: old.durable, at: old.now)
    next.start()
    return next
  }

  @Test("a header on other bytes does not keep the transaction out that it belongs to")
  func stolenHeader() {
    var driver = driver()
    let sound = request(1)
    var content = sound.bytes
    content[content.count - 3] ^= 1
    modules.blocks = [[Transaction(content)], [sound]]
    driver.start()
    #expect(asked(driver) == [sound.id])
    #expect(driver.count(.cannotDecrypt) == 1)
  }

  @Test("a request that comes again, from any module and in any life, is executed once")
  func replay() {
    var driver = driver()
    let request = request(1)
    modules.blocks = [[request], [request], [request]]
    driver.start()
    driver.hand(result(request.id), from: Self.management)
    driver.run(for: .seconds(20))
    #expect(asked(driver).count == 1)
    #expect(driver.count(.alreadyProcessed) >= 2)
    var next = restarted(driver)
    next.run(for: .seconds(5))
    #expect(asked(next).isEmpty)
    #expect(next.client.openTasks == 0, "its response was found in the ledger")
    #expect(responses().count == 1)
  }

  @Test("a crash at any point leads to one response, and a request of the same id")
  func crashes() {
    for (hasResult, isSynced) in [(false, false), (true, false), (true, true)] {
      let tests = ServiceClientTests()
      var driver = tests.driver()
      driver.syncsAtOnce = false
      let request = tests.request(1)
      tests.modules.blocks.append([request])
      driver.start()
      if hasResult { driver.hand(tests.result(request.id), from: Self.management) }
      if isSynced {
        driver.sync()
        driver.run(for: .seconds(2))
      }
      var next = tests.driver(file: driver.durable, at: driver.now)
      next.start()
      for id in tests.asked(next) {
        #expect(id == request.id)
        next.hand(tests.result(id), from: Self.management)
      }
      next.run(for: .seconds(10))
      #expect(tests.responses().count == 1, "result: \(hasResult), durable: \(isSynced)")
      #expect(next.client.openTasks == 0, "result: \(hasResult), durable: \(isSynced)")
      let last = tests.restartedOnce(next)
      #expect(tests.asked(last).isEmpty)
      #expect(tests.responses().count == 1)
    }
  }

  /// A management service that a test looks into.
  private final class Platform {
    var management = FakeManagement(number: 0)
    var asked = 0

    func answers(to bytes: [UInt8]) -> [[UInt8]] {
      asked += 1
      guard case .request(let id, _, let operation)? = try? ManagementMessage.decode(bytes) else { return [] }
      return (try? management.handle(id, operation, at: 4_321)).map { [$0.answer.bytes] } ?? []
    }
  }

  @Test(
    "a loss of power between any two effects leads to one execution and one response, whether or not what was written is left",
    arguments: [false, true], [1, 2_000, 1 << 20])
  func everyEffect(keepsWrites: Bool, turn: Int) throws {
    var boundaries = 0
    for crash in 0... {
      let tests = ServiceClientTests()
      let platform = Platform()
      let requests = [tests.request(1, bytes: Self.creation), tests.request(2), tests.request(3, bytes: Self.creation)]
      var files: [[UInt8]] = [[], []]
      var now: Instant?
      var isOver = false
      for life in 0..<2 {
        var driver = tests.driver(files: files, at: now, turn: turn)
        driver.answersElsewhere = { bytes, _ in platform.answers(to: bytes) }
        if life == 0 { driver.effectsLeft = crash }
        tests.modules.blocks += life == 0 ? [[requests[0], requests[1]], [requests[2]]] : []
        driver.start()
        driver.run(for: .seconds(8))
        if life == 0 { isOver = driver.effectsLeft != 0 }
        (files, now) = (keepsWrites ? driver.files : driver.durableFiles, driver.now)
        if life == 1 { #expect(driver.client.openTasks == 0, "crash after \(crash) effects") }
      }
      #expect(platform.management.results.count == 3, "crash after \(crash) effects")
      #expect(platform.management.instances.count == 2, "crash after \(crash) effects")
      let answered = tests.responses().map(\.service)
      #expect(Set(answered) == Set(requests.map(tests.header)), "crash after \(crash) effects")
      #expect(answered.count == 3, "crash after \(crash) effects")
      guard !isOver else { break }
      boundaries = crash
    }
    #expect(boundaries > 40, "\(boundaries) boundaries")
  }

  private static let creation = ManagementOperation(
    credential: [1],
    action: .createVNF(VNFOrder(image: "a", tenants: [[1]], modules: [NodeID(1)], pollInterval: .seconds(1)))
  ).bytes

  private func restartedOnce(_ old: ClientDriver<ServiceClient>) -> ClientDriver<ServiceClient> {
    var next = driver(file: old.file, at: old.now)
    next.start()
    next.run(for: .seconds(5))
    return next
  }

  @Test("a lost journal leads to the same response, which the ledger has already")
  func lostJournal() {
    var driver = driver()
    let request = request(1)
    modules.blocks.append([request])
    driver.start()
    driver.hand(result(request.id), from: Self.management)
    driver.run(for: .seconds(10))
    var next = self.driver(at: driver.now)
    next.start()
    #expect(asked(next) == [request.id])
    next.hand(result(request.id), from: Self.management)
    next.run(for: .seconds(10))
    #expect(responses().count == 1)
    #expect(next.client.openTasks == 0)
  }

  @Test("a torn or damaged end of the journal is cut off, and what it held is done again", arguments: [1, 40, 500])
  func damage(lost: Int) {
    var driver = driver()
    let requests = [request(1), request(2)]
    modules.blocks = [[requests[0]], [requests[1]]]
    driver.start()
    var torn = driver.file
    torn.removeLast(lost)
    var changed = driver.file
    changed[changed.count - lost] ^= 4
    for file in [torn, changed] {
      var next = self.driver(file: file, at: driver.now)
      next.start()
      #expect(next.count(.cutDamage) == 1)
      #expect(Set(asked(next)) == Set(requests.map(\.id)))
      for id in asked(next) { next.hand(result(id), from: Self.management) }
      next.run(for: .seconds(20))
      #expect(responses().count == 2)
    }
  }

  @Test("a management service that does not answer is asked again, by the same id")
  func patience() {
    var driver = driver()
    let request = request(1)
    modules.blocks.append([request])
    driver.start()
    driver.run(for: .seconds(35))
    #expect(asked(driver) == [request.id, request.id, request.id, request.id])
    driver.hand(result(request.id), from: Self.management)
    driver.run(for: .seconds(35))
    #expect(asked(driver).count == 4)
  }

  @Test("a result twice, of nothing, from elsewhere or unreadable is dropped")
  func results() {
    var driver = driver()
    let request = request(1)
    modules.blocks.append([request])
    driver.start()
    driver.hand(result(request.id), from: NodeID(51))
    #expect(driver.count(.unknownSender) == 1)
    driver.hand(result(request.id), from: modules.nodes[0])
    #expect(driver.count(.malformed) == 1)
    driver.hand(result(.zero), from: Self.management)
    #expect(driver.count(.unasked) == 1)
    driver.hand([1, 2, 3], from: Self.management)
    #expect(driver.count(.malformed) == 2)
    driver.hand(ManagementMessage.request(request.id, issued: 1, operation: []).bytes, from: Self.management)
    #expect(driver.count(.unknownKind) == 1)
    #expect(responses().isEmpty)
    for text in ["first", "second"] { driver.hand(result(request.id, text), from: Self.management) }
    driver.run(for: .seconds(10))
    #expect(driver.count(.unasked) == 2)
    #expect(responses().map(\.result) == [Array("first".utf8)])
  }

  @Test("what is no operation is answered with an error, and nobody is asked")
  func malformedRequest() {
    var driver = driver()
    modules.blocks.append([request(1, bytes: [1, 2, 3]), request(2, bytes: [])])
    driver.start()
    driver.run(for: .seconds(10))
    #expect(asked(driver).isEmpty)
    #expect(responses().map(\.error) == ["malformed request", "malformed request"])
  }

  @Test("a result that is too large becomes an error")
  func largeResult() {
    var driver = driver()
    let request = request(1)
    modules.blocks.append([request])
    driver.start()
    driver.hand(result(request.id, String(repeating: "x", count: 1_001)), from: Self.management)
    driver.run(for: .seconds(10))
    #expect(responses().map(\.error) == ["a result of 1001 bytes is too large"])
    #expect(responses().map(\.result) == [[]])
  }

  @Test("a request without a usable response key cannot be answered: refused, and not executed")
  func badResponseKey() {
    var driver = driver()
    var builder = TransactionBuilder(cryptography: crypto, sender: tenant, stream: RandomStream(seed: 1))
    var meter = Meter()
    let operation = ManagementOperation(credential: [], action: .deleteVNF("a")).bytes
    modules.blocks.append([
      builder.build(.service, [operation, [1, 2]], to: service.publicKey, at: 1, &meter)
    ])
    driver.start()
    #expect(driver.count(.badKey) == 1)
    #expect(asked(driver).isEmpty)
  }
}
