import Testing
import Vocabulary

@testable import Protocols

@Suite("The tenant client (crb-smb 3.3.2, 3.4, 3.5)")
struct TenantClientTests {
  private func drops(_ loop: ClientLoop, _ reason: DropReason) -> Int {
    loop.drops.count { $0.node == ClientLoop.tenant && $0.reason == reason }
  }

  /// Hands a transaction to a ledger past all clients, and lets the tenant read it.
  private func plant(_ transaction: Transaction, in ledger: Int, of loop: ClientLoop) {
    #expect(loop.ledgers[ledger].add(transaction) == nil)
    loop.run(seconds: 3) { false }
  }

  // MARK: Responses

  @Test(
    "a response counts if the service client signed it, with the key and the header of the request; and the first alone"
  )
  func responses() throws {
    let loop = ClientLoop()
    let crypto = loop.cryptography
    try #require(loop.run { loop.tenant.isReady })
    loop.silent = [ClientLoop.services[0]]
    let number = loop.begin(.createVNF(image: "firewall", dataCenter: 0))
    try #require(loop.run { !loop.ledgers[1].transactions.isEmpty })
    guard case .transaction(let service, _, let keys?) = loop.tenant.state.task(number)?.sent,
      let layout = service.layout
    else {
      Issue.record("nothing was asked")
      return
    }
    let (header, key) = (Array(service.bytes[layout.signature]), keys.response)
    let own = loop.tenant.settings.domains[0].pair.publicKey
    var time: Int64 = 10
    func respond(_ result: String, by signer: String, header: [UInt8], key: FieldKey) -> Transaction {
      time += 1
      var builder = TransactionBuilder(
        cryptography: crypto, sender: crypto.keyPair(named: signer), stream: RandomStream(seed: UInt64(time)))
      var meter = Meter()
      return ServiceResponse(service: header, result: Array(result.utf8), error: "")
        .transaction(to: own, with: key, at: time, by: &builder, &meter)
    }
    let other = FieldKey(bytes: [UInt8](repeating: 3, count: 32))!
    let forged: [(Transaction, DropReason)] = [
      (respond("forged", by: "stranger", header: header, key: key), .unauthorized),
      (respond("forged", by: "service/1", header: header, key: key), .unauthorized),
      (respond("forged", by: "service/0", header: header.reversed(), key: key), .unasked),
      (respond("forged", by: "service/0", header: header, key: other), .cannotDecrypt),
    ]
    for (response, reason) in forged {
      let before = drops(loop, reason)
      plant(response, in: 1, of: loop)
      #expect(drops(loop, reason) > before, "\(reason)")
      #expect(loop.tenant.outcome(of: number) == nil, "\(reason)")
    }
    plant(respond("vnf-a", by: "service/0", header: header, key: key), in: 1, of: loop)
    #expect(loop.tenant.outcome(of: number) == .done("vnf-a"))
    let before = drops(loop, .alreadyProcessed)
    plant(respond("vnf-b", by: "service/0", header: header, key: key), in: 1, of: loop)
    #expect(drops(loop, .alreadyProcessed) > before)
    #expect(loop.tenant.outcome(of: number) == .done("vnf-a"))
    #expect(loop.tenant.keys.instances.map(\.name) == ["vnf-a"])
  }

  // MARK: Keys

  @Test("a stolen key pair of a VNF is replaced: its thief reads nothing new, and is believed nothing (3.4)")
  func rotation() throws {
    let loop = ClientLoop()
    let (_, instance) = try loop.makeChain()
    let stolen = try #require(loop.tenant.keys.instance(instance)?.pair)
    _ = try loop.done(.replaceKeyPair(instance))
    let fresh = try #require(loop.tenant.keys.instance(instance)?.pair)
    #expect(fresh.publicKey != stolen.publicKey)
    #expect(loop.run { loop.vnf(instance)?.pair.publicKey == fresh.publicKey })
    let known = loop.ledgers[0].transactions.count
    _ = try loop.done(.configure(instance, loop.rules("secret", version: "2")))
    #expect(loop.run { loop.vnf(instance)?.configuration == Array("secret".utf8) })
    var meter = Meter()
    for transaction in loop.ledgers[0].transactions[known...] {
      #expect(OpenedTransaction(transaction, with: stolen, loop.cryptography, &meter) == nil)
    }
    // The thief answers in the VNF's name what the tenant asks next, before the VNF can.
    loop.silent = [loop.hosts[instance]!]
    let number = loop.begin(.requestConfiguration(instance))
    var builder = TransactionBuilder(
      cryptography: loop.cryptography, sender: stolen, stream: RandomStream(seed: 5))
    let forged = Configuration(
      cid: instance, vid: "\(number).0", description: "state",
      configuration: VNFConfiguration(settings: Array("forged".utf8)).bytes)
    plant(
      forged.transaction(to: loop.tenant.settings.pair.publicKey, at: 9_000, with: &builder, &meter), in: 0, of: loop)
    #expect(drops(loop, .unauthorized) > 0)
    #expect(loop.tenant.outcome(of: number) == nil)
    loop.silent = []
    #expect(loop.run { loop.tenant.outcome(of: number) == .done("") })
    let told = try #require(loop.tenant.configurations.entry(cid: instance, vid: "\(number).0"))
    let settings = try VNFConfiguration(decoding: told.configuration.configuration, loop.cryptography).settings
    #expect(settings == Array("secret".utf8))
  }

  @Test(
    "the key pair of a VNF whose clock is far ahead is learned when the tenant's has come so far; a stranger's is never kept"
  )
  func early() throws {
    let loop = ClientLoop()
    try #require(loop.run { loop.tenant.isReady })
    loop.ahead = { node in loop.hosts.values.contains(node) ? .seconds(500) : .zero }
    let instance = try loop.done(.createVNF(image: "cache", dataCenter: 0))
    loop.run(seconds: 190) { false }
    #expect(drops(loop, .futureDated) > 0)
    #expect(loop.tenant.keys.instance(instance)?.pair == nil && loop.tenant.early.count == 1)
    let stranger = loop.cryptography.keyPair(named: "stranger")
    var builder = TransactionBuilder(
      cryptography: loop.cryptography, sender: stranger, stream: RandomStream(seed: 5))
    var meter = Meter()
    for (cid, content) in [
      ("unknown", VNFConfiguration(keyPair: stranger)), (instance, VNFConfiguration(settings: [])),
    ] {
      let given = Configuration(cid: cid, vid: "0", description: "", configuration: content.bytes)
      let time = loop.now / 1_000_000 + 400_000
      plant(
        given.transaction(to: loop.tenant.settings.pair.publicKey, at: time, with: &builder, &meter), in: 0, of: loop)
    }
    #expect(loop.tenant.early.count == 1)
    #expect(loop.run(seconds: 20) { loop.tenant.keys.instance(instance)?.pair != nil })
  }

  @Test("one transaction configures all VNFs of a group, and none that was taken out (3.4)")
  func groups() throws {
    let loop = ClientLoop()
    let names = try (0..<3).map { try loop.done(.createVNF(image: "cache", dataCenter: $0 % 2)) }
    for name in names.prefix(2) { _ = try loop.done(.joinGroups(name, ["caches"])) }
    try #require(loop.run { names.prefix(2).allSatisfy { loop.vnf($0)?.groups.count == 1 } })
    let group = try #require(loop.tenant.keys.group("caches")).pair
    func forGroup() -> Int {
      loop.ledgers[0].transactions.count { transaction in
        transaction.layout.map { transaction.bytes[$0.recipient].elementsEqual(group.publicKey.encoded) } ?? false
      }
    }
    _ = try loop.done(.configureGroup("caches", loop.rules("one", version: "1")))
    #expect(loop.run { names.prefix(2).allSatisfy { loop.vnf($0)?.configuration == Array("one".utf8) } })
    #expect(forGroup() == 1)
    _ = try loop.done(.joinGroups(names[1], []))
    try #require(loop.run { loop.vnf(names[1])?.groups.isEmpty == true })
    _ = try loop.done(.configureGroup("caches", loop.rules("two", version: "2")))
    #expect(loop.run { loop.vnf(names[0])?.configuration == Array("two".utf8) })
    loop.run(seconds: 5) { false }
    #expect(loop.vnf(names[1])?.configuration == Array("one".utf8))
    #expect(loop.vnf(names[2])?.configuration == nil)
    #expect(forGroup() == 2)
    for transaction in loop.ledgers[0].transactions {
      for secret in [group.secret.bytes, Array("caches".utf8)] { #expect(!contains(transaction.bytes, secret)) }
    }
  }

  private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    bytes.indices.contains { bytes[$0...].starts(with: part) }
  }

  @Test("a template is published for everybody, in clear and signed")
  func template() throws {
    let loop = ClientLoop()
    let template = loop.rules("drop all", version: "1")
    _ = try loop.done(.publish(template))
    let request = ReadRequest(number: 1, query: .next(recipient: [], after: 0))
    guard case .answer(let answer)? = try loop.ledgers[0].answer(ClientMessage.read(request).bytes, at: 0).first else {
      Issue.record("no answer")
      return
    }
    var meter = Meter()
    let reader = loop.cryptography.keyPair(named: "another tenant")
    let opened = answer.transactions.compactMap { OpenedTransaction($0, with: reader, loop.cryptography, &meter) }
    #expect(opened.compactMap { Configuration($0) } == [template])
    #expect(opened.map(\.sender) == [loop.tenant.settings.pair.publicKey])
    #expect(loop.tenant.configurations.entry(cid: "rules", vid: "1")?.configuration == template)
  }

  // MARK: Without the blockchain

  /// A VNF and a chain, made and taken down.
  private func direct(_ loop: ClientLoop) throws {
    let instance = try loop.done(.createVNF(image: "firewall", dataCenter: 0), directly: true)
    let chain = try loop.done(.createChain([instance], dataCenter: 0), directly: true)
    #expect(loop.managements[0].chains[chain] == [instance])
    _ = try loop.done(.deleteChain(chain), directly: true)
    _ = try loop.done(.deleteVNF(instance), directly: true)
    #expect(loop.managements[0].instances.isEmpty && loop.managements[0].chains.isEmpty)
    #expect(loop.managements[0].done.count == 4)
    #expect(loop.ledgers[1].transactions.isEmpty)
  }

  @Test("without the blockchain each request is carried out once, over lost and doubled messages")
  func directOverLoss() throws {
    for seed in 1...6 as ClosedRange<UInt64> {
      let loop = ClientLoop(seed: seed)
      (loop.lost, loop.doubled) = (30, 20)
      try direct(loop)
    }
  }

  @Test("without the blockchain each request is carried out once, over a crash at any write", arguments: [false, true])
  func directOverCrashes(durable: Bool) throws {
    let calm = ClientLoop()
    try direct(calm)
    for write in 1...calm.nodes[ClientLoop.tenant]!.syncs {
      let loop = ClientLoop()
      loop.crash = { node, sync in (durable, node == ClientLoop.tenant && sync == write) }
      try direct(loop)
    }
  }

  @Test("a result that nobody asked for, from elsewhere, or unreadable is dropped with its reason")
  func directHostility() throws {
    let loop = ClientLoop()
    try #require(loop.run { loop.tenant.isReady })
    loop.silent = [ClientLoop.managements[0]]
    let number = loop.begin(.createVNF(image: "firewall", dataCenter: 0), directly: true)
    loop.run(seconds: 2) { false }
    let secret = try #require(loop.tenant.state.task(number)?.secret)
    let result = ManagementMessage.result(secret, result: "vnf-x", error: "", completed: 1).bytes
    let cases: [([UInt8], from: Int, DropReason)] = [
      (result, 99, .unknownSender), (result, ClientLoop.smbs[0][0], .malformed),
      (ManagementMessage.result(.zero, result: "", error: "", completed: 1).bytes, ClientLoop.managements[0], .unasked),
      (ManagementMessage.request(secret, issued: 1, operation: []).bytes, ClientLoop.managements[0], .unknownKind),
      (Array(result.dropLast()), ClientLoop.managements[0], .malformed),
    ]
    for (bytes, sender, reason) in cases {
      let before = drops(loop, reason)
      loop.hand(bytes, to: ClientLoop.tenant, from: sender)
      #expect(drops(loop, reason) == before + 1, "\(reason)")
      #expect(loop.tenant.state.task(number)?.outcome == nil)
    }
  }
}
