import Testing
import Vocabulary

@testable import Protocols

@Suite("What all clients share (crb-smb 3.3.2)")
struct ModuleAccessTests {
  private let crypto = Cryptography(suite: .rsa2048PSS, mode: .modelled, seed: 1)

  /// `known`: how many of the modules the client knows of; nil: all.
  private func driver(_ conducts: [FakeModules.Conduct], known: Int? = nil) -> ClientDriver<VNFClient> {
    let modules = FakeModules(conducts, rules: .configurationRepository(maximumBytes: 100_000), crypto)
    let settings = VNFClientSettings(
      instance: "vnf-7", keyName: "vnf/7", tenants: [crypto.keyPair(named: "tenant").publicKey],
      access: ModuleAccess.Settings(
        modules: Array(modules.nodes.prefix(known ?? conducts.count)), keys: modules.writing.keys,
        pollInterval: .seconds(2)))
    return ClientDriver(VNFClient(settings, cryptography: crypto, stream: RandomStream(seed: 1)), modules)
  }

  private func configuration(_ text: String, at timestamp: Int64) -> Transaction {
    var builder = TransactionBuilder(
      cryptography: crypto, sender: crypto.keyPair(named: "tenant"), stream: RandomStream(seed: UInt64(timestamp)))
    var meter = Meter()
    return Configuration(
      cid: "c", vid: "v", description: "", configuration: VNFConfiguration(settings: Array(text.utf8)).bytes
    ).transaction(to: crypto.keyPair(named: "vnf/7").publicKey, at: timestamp, with: &builder, &meter)
  }

  @Test("a transaction is handed in until enough modules have it, past those that are silent, hide it or boast")
  func submission() {
    for conduct: FakeModules.Conduct in [.silent, .hiding, .boasting, .stale(0), .refusing] {
      var driver = driver([conduct, .honest, .honest, .honest])
      driver.start()
      driver.run(for: .seconds(30))
      #expect(driver.modules.transactions.count == 1, "\(conduct)")
      #expect(driver.client.pending.isEmpty, "\(conduct)")
      #expect(driver.count(.included) == 1, "\(conduct)")
    }
  }

  @Test("f modules that boast do not end a submission: another must have the transaction too", arguments: [4, 7, 10])
  func boasting(modules: Int) {
    let liars = (modules - 1) / 3
    let conducts = (0..<modules).map { $0 < liars ? FakeModules.Conduct.boasting : .silent }
    var driver = driver(conducts)
    driver.start()
    driver.run(for: .seconds(120))
    #expect(driver.client.pending.count == 1)
    driver.modules.conducts[modules - 1] = .honest
    driver.run(for: .seconds(120))
    #expect(driver.client.pending.isEmpty)
    #expect(driver.modules.transactions.count == 1)
  }

  @Test("a module that was silent and whose word is needed is asked again while there is nothing to ask the other")
  func oneOfTwo() {
    var driver = driver([.honest, .silent, .honest, .honest], known: 2)
    driver.start()
    driver.run(for: .seconds(60))
    #expect(driver.modules.transactions.count == 1 && driver.client.pending.count == 1)
    driver.modules.conducts[1] = .honest
    driver.run(for: .seconds(60))
    #expect(driver.client.pending.isEmpty)
  }

  @Test("f modules that refuse for good do not end it either", arguments: [4, 7, 10])
  func refusing(modules: Int) {
    let liars = (modules - 1) / 3
    var driver = driver((0..<modules).map { $0 < liars ? .refusing : .honest })
    driver.start()
    driver.run(for: .seconds(60))
    #expect(driver.client.pending.isEmpty)
    #expect(driver.modules.transactions.count == 1 && driver.count(.givenUp) == 0)
  }

  @Test("what every module refuses for good is given up, and counted; what one refuses is not")
  func refusal() {
    var driver = driver([.refusing, .refusing, .refusing])
    driver.start()
    driver.run(for: .seconds(10))
    #expect(driver.client.pending.isEmpty)
    #expect(driver.count(.badKey) == 1)
    #expect(driver.count(.givenUp) == 1)
  }

  @Test("a configuration arrives past modules that are silent, empty, stale or inventive")
  func reading() {
    let junk = configuration("junk", at: 5)
    for conduct: FakeModules.Conduct in [.silent, .hiding, .stale(1), .inventing(junk)] {
      var driver = driver([conduct, conduct, .honest])
      driver.start()
      driver.modules.blocks.append([configuration("real", at: driver.milliseconds + 1)])
      driver.run(for: .seconds(20))
      #expect(driver.client.configuration == Array("real".utf8), "\(conduct)")
    }
  }

  @Test("heights that one module invents do not hide what another has")
  func inventedHeights() {
    var driver = driver([.inventing(configuration("junk", at: 5)), .honest])
    driver.start()
    driver.run(for: .seconds(10))
    for number in 1...3 {
      driver.modules.blocks.append([configuration("real \(number)", at: driver.milliseconds + 1)])
      driver.run(for: .seconds(6))
      #expect(driver.client.configuration == Array("real \(number)".utf8))
    }
  }

  @Test("who answers in the place of all modules, without their keys, hides nothing for good, and ends nothing")
  func impersonation() {
    let junk = configuration("junk", at: 5)
    var driver = driver([.impersonated(junk), .impersonated(junk)])
    driver.start()
    driver.run(for: .seconds(30))
    driver.modules.blocks.append([configuration("real", at: driver.milliseconds)])
    driver.run(for: .seconds(30))
    #expect(driver.client.pending.count == 1, "neither in the ledger nor refused")
    #expect(driver.count(.badSignature) > 4)
    driver.modules.conducts = [.honest, .honest]
    driver.run(for: .seconds(60))
    #expect(driver.client.configuration == Array("real".utf8))
    #expect(driver.client.pending.isEmpty)
    #expect(driver.modules.transactions.count == 2)
  }

  @Test("a height that somebody invented in one answer is taken back, though the module has nothing to do with it")
  func oneForgery() {
    var driver = driver([.honest])
    driver.start()
    driver.run(for: .seconds(10))
    driver.modules.conducts = [.impersonated(configuration("junk", at: 5))]
    driver.run(for: .seconds(2))
    driver.modules.conducts = [.honest]
    driver.modules.blocks.append([configuration("real", at: driver.milliseconds)])
    driver.run(for: .seconds(5))
    #expect(driver.client.configuration == Array("junk".utf8), "it has read past that, and does not know better yet")
    driver.run(for: .seconds(15))
    #expect(driver.client.configuration == Array("real".utf8))
    let reads = driver.modules.reads[0]
    driver.run(for: .seconds(60))
    #expect(driver.modules.reads[0] <= reads + 31, "what is proven is read once")
  }

  @Test("what a module gives is read on from at once, and signed for when there is nothing to do")
  func proof() {
    let keys = [crypto.keyPair(named: "a").publicKey]
    let modules = FakeModules([.honest], rules: .configurationRepository(maximumBytes: 100_000), crypto)
    var access = ModuleAccess(
      ModuleAccess.Settings(modules: modules.nodes, keys: modules.writing.keys, pollInterval: .seconds(1)), crypto)
    access.follow(keys)
    var asked: [Int] = []
    var number: Int64 = 0
    for second in 0..<30 {
      var effects = Effects()
      let now = Instant(nanoseconds: Int64(second) * 1_000_000_000)
      if second == 0 { access.start(into: &effects) } else { _ = access.timerFired(TimerID(slot: 0), into: &effects) }
      var height = second < 3 ? Int64(second + 1) : 0
      while true {
        number += 1
        effects = Effects()
        let transactions = height > 0 ? [configuration("x", at: height)] : []
        let answer = ReadAnswer(number: number, height: height, transactions: transactions)
        _ = access.receive(Payload(ClientMessage.answer(answer)), from: modules.nodes[0], at: now, into: &effects)
        if effects.list.contains(where: { if case .send(_, .attest, _) = $0 { true } else { false } }) {
          asked.append(second)
        }
        guard height > 0 else { break }
        height = 0
      }
    }
    #expect(asked == [10, 20], "again when there is no answer")
  }

  @Test("a module that never answers is asked less and less, and never given up")
  func backoff() {
    var driver = driver([.honest, .silent])
    driver.start()
    driver.run(for: .seconds(400))
    #expect(driver.modules.reads[1] > 10)
    #expect(driver.modules.reads[1] * 4 < driver.modules.reads[0])
    driver.modules.conducts = [.silent, .honest]
    driver.modules.blocks.append([configuration("back", at: driver.milliseconds + 1)])
    driver.run(for: .seconds(60))
    #expect(driver.client.configuration == Array("back".utf8))
  }

  @Test("a lost answer is no reason to wait longer for the next; one that comes too late is")
  func patience() throws {
    for comesLate in [false, true] {
      var driver = driver([.silent])
      driver.start()
      var reads = 0
      for _ in 0..<3 {
        driver.run(for: .milliseconds(1_001))
        guard comesLate else { continue }
        // All but the latest, which is not given up yet.
        for number in reads..<driver.modules.reads[0] {
          driver.hand(ClientMessage.answer(ReadAnswer(number: Int64(number))).bytes, from: driver.modules.nodes[0])
        }
        reads = driver.modules.reads[0]
      }
      let before = driver.modules.reads[0]
      driver.run(for: .seconds(20))
      let asked = driver.modules.reads[0] - before
      #expect(comesLate ? (2...6).contains(asked) : asked >= 19, "\(asked) questions in 20 s")
    }
  }

  @Test("turns go round, and pass over a silent module for longer each time")
  func circle() {
    var circle = ModuleCircle([NodeID(0), NodeID(1), NodeID(2)])
    #expect((0..<4).map { _ in circle.turn().index } == [0, 1, 2, 0])
    circle.wasSilent(NodeID(1))
    #expect((0..<4).map { _ in circle.turn().index } == [2, 0, 1, 2], "one turn")
    circle.wasSilent(NodeID(1))
    #expect((0..<6).map { _ in circle.turn().index } == [0, 2, 0, 2, 0, 1], "two turns")
    circle.wasSilent(NodeID(1))
    circle.answered(NodeID(1))
    #expect((0..<3).map { _ in circle.turn().index } == [2, 0, 1])
    for node in circle.modules { circle.wasSilent(node) }
    #expect(circle.modules.contains(circle.turn()), "there is always a turn")
  }

  @Test("bytes that are no answer to a question are dropped, each with its reason, and change nothing")
  func hostileMessages() throws {
    var driver = driver([.honest, .honest])
    driver.start()
    driver.run(for: .seconds(3))
    let node = driver.modules.nodes[0]
    let digest = Digest.zero
    let cases: [(bytes: [UInt8], from: NodeID, reason: DropReason)] = [
      ([], node, .malformed),
      ([1, 2, 3], node, .malformed),
      (ClientMessage.lookup(digest).bytes, node, .unknownKind),
      (ClientMessage.submit([]).bytes, node, .unknownKind),
      (ClientMessage.found(digest, height: 3).bytes, node, .unasked),
      (ClientMessage.receipt(digest, refused: .badKey).bytes, node, .unasked),
      (ClientMessage.answer(ReadAnswer(number: 999)).bytes, node, .unasked),
      (ClientMessage.found(digest, height: 3).bytes, NodeID(99), .unknownSender),
      (ManagementMessage.result(digest, result: "", error: "", completed: 0).bytes, node, .malformed),
    ]
    for (bytes, sender, reason) in cases {
      let before = driver.count(reason)
      driver.hand(bytes, from: sender)
      #expect(driver.count(reason) == before + 1, "\(reason)")
    }
    #expect(driver.client.applied == nil)
    let sound = ClientMessage.answer(ReadAnswer(number: 1, height: 1, transactions: [configuration("x", at: 1)])).bytes
    var stream = RandomStream(seed: 3)
    for index in sound.indices {
      var changed = sound
      changed[index] ^= UInt8(1 + stream.below(255))
      driver.hand(changed, from: node)
    }
    #expect(driver.client.applied == nil)
  }

  @Test("the memory of headers is bounded: what is older than all that is forgotten counts as processed")
  func memory() {
    func header(_ number: Int) -> Digest { SHA256Hasher.digest([UInt8(number)]) }
    var memory = ProcessedTransactions(capacity: 3)
    for number in [4, 2, 5, 3] { memory.record(header(number), at: Int64(number)) }
    #expect(memory.count == 3)
    #expect(memory.floor == 2)
    for number in 2...5 { #expect(memory.contains(header(number), at: Int64(number))) }
    #expect(memory.contains(header(1), at: 1))
    #expect(!memory.contains(header(6), at: 6))
    #expect(!memory.contains(header(7), at: 4), "another transaction of the same time")
    memory.record(header(1), at: 1)
    #expect(memory.count == 3)
  }
}
