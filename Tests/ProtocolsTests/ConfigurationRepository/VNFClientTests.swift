import Testing
import Vocabulary

@testable import Protocols

@Suite("The VNF client (crb-smb 3.3.2, 3.4)")
struct VNFClientTests {
  let crypto = Cryptography(suite: .rsa2048PSS, mode: .modelled, seed: 1)
  let tenant: KeyPair
  let other: KeyPair
  let vnf: KeyPair
  let modules: FakeModules

  init() {
    tenant = crypto.keyPair(named: "tenant")
    other = crypto.keyPair(named: "other tenant")
    vnf = crypto.keyPair(named: "vnf/7/1")
    modules = FakeModules([.honest], rules: .configurationRepository(maximumBytes: 1_000_000), crypto)
  }

  func started() -> ClientDriver<VNFClient> {
    let settings = VNFClientSettings(
      instance: "vnf-7", keyName: "vnf/7/1", tenants: [tenant.publicKey, other.publicKey],
      access: ModuleAccess.Settings(modules: modules.nodes, keys: modules.writing.keys, pollInterval: .seconds(1)),
      clockTolerance: .seconds(60))
    var driver = ClientDriver(
      VNFClient(settings, cryptography: crypto, stream: RandomStream(seed: 1)), modules)
    driver.start()
    driver.run(for: .seconds(3))
    return driver
  }

  func transaction(
    _ change: VNFConfiguration, at timestamp: Int64, by sender: KeyPair? = nil, to recipient: KeyPair? = nil
  ) -> Transaction {
    var builder = TransactionBuilder(
      cryptography: crypto, sender: sender ?? tenant, stream: RandomStream(seed: UInt64(timestamp)))
    var meter = Meter()
    return Configuration(cid: "fw", vid: "v\(timestamp)", description: "", configuration: change.bytes)
      .transaction(to: (recipient ?? vnf).publicKey, at: timestamp, with: &builder, &meter)
  }

  func settings(_ text: String, at timestamp: Int64, by sender: KeyPair? = nil, to recipient: KeyPair? = nil)
    -> Transaction
  {
    transaction(VNFConfiguration(settings: Array(text.utf8)), at: timestamp, by: sender, to: recipient)
  }

  func request(at timestamp: Int64, next: [UInt8], by sender: KeyPair? = nil) -> Transaction {
    var builder = TransactionBuilder(
      cryptography: crypto, sender: sender ?? tenant, stream: RandomStream(seed: UInt64(timestamp)))
    var meter = Meter()
    return ConfigurationRequest(cid: "moved", vid: "v9", description: "to site b", nextRecipient: next)
      .transaction(to: vnf.publicKey, at: timestamp, with: &builder, &meter)
  }

  /// Gives the transactions to the VNF as one answer of a module that may be lying.
  func give(_ transactions: [Transaction], to driver: inout ClientDriver<VNFClient>) {
    modules.blocks.append(transactions)
    driver.run(for: .seconds(2))
  }

  func invent(_ transaction: Transaction, to driver: inout ClientDriver<VNFClient>) {
    modules.conducts = [.inventing(transaction)]
    driver.run(for: .seconds(2))
    modules.conducts = [.honest]
  }

  func configurations(for pair: KeyPair) -> [(Configuration, OpenedTransaction)] {
    var meter = Meter()
    return modules.transactions.compactMap { transaction in
      let opened = OpenedTransaction(transaction, with: pair, crypto, &meter)
      return opened.flatMap { opened in Configuration(opened).map { ($0, opened) } }
    }
  }

  @Test("at start-up it makes a key pair and sends it, for the first tenant's eyes only")
  func keyPair() throws {
    let driver = started()
    #expect(modules.transactions.count == 1)
    let (first, opened) = try #require(configurations(for: tenant).first)
    #expect(configurations(for: other).isEmpty)
    #expect(opened.sender == vnf.publicKey)
    #expect(opened.timestamp == ClientDriver<VNFClient>.epoch)
    #expect(first.cid == "vnf-7")
    let told = try VNFConfiguration(decoding: first.configuration, crypto)
    #expect(told.keyPair?.publicKey == vnf.publicKey)
    #expect(told.keyPair?.secret == vnf.secret)
    #expect(driver.client.pending.isEmpty)
    let bytes = modules.transactions[0].bytes
    for secret in [vnf.secret.bytes, vnf.publicKey.encoded, Array("vnf-7".utf8)] {
      #expect(!bytes.indices.contains { bytes[$0...].starts(with: secret) })
    }
  }

  @Test("a configuration of any of its tenants is applied, and its timestamp and header recorded")
  func applied() throws {
    var driver = started()
    let now = driver.milliseconds
    give([settings("one", at: now)], to: &driver)
    #expect(driver.client.configuration == Array("one".utf8))
    let second = settings("two", at: now + 1, by: other)
    give([second], to: &driver)
    #expect(driver.client.configuration == Array("two".utf8))
    let applied = try #require(driver.client.applied)
    var meter = Meter()
    #expect(applied.timestamp == now + 1)
    #expect(applied.header == second.headerDigest(&meter))
    #expect(applied.vid == "v\(now + 1)")
    #expect(applied.sender == other.publicKey)
    #expect(driver.count(.applied) == 2)
    #expect(driver.drops.isEmpty)
  }

  @Test("rule 1: what is for another key is refused")
  func recipient() {
    var driver = started()
    invent(settings("x", at: driver.milliseconds, to: crypto.keyPair(named: "vnf/8")), to: &driver)
    #expect(driver.count(.wrongRecipient) > 0)
    var builder = TransactionBuilder(cryptography: crypto, sender: tenant, stream: RandomStream(seed: 1))
    var meter = Meter()
    let open = Configuration(
      cid: "", vid: "", description: "", configuration: VNFConfiguration(settings: [1]).bytes
    ).transaction(to: nil, at: driver.milliseconds, with: &builder, &meter)
    let before = driver.count(.wrongRecipient)
    modules.blocks = []
    var another = started()
    invent(open, to: &another)
    #expect(another.count(.wrongRecipient) > 0 && before > 0)
    #expect(driver.client.applied == nil && another.client.applied == nil)
  }

  @Test("rule 2: who is no tenant of the VNF is not obeyed, nor answered")
  func sender() {
    var driver = started()
    let stranger = crypto.keyPair(named: "stranger")
    give([settings("x", at: driver.milliseconds, by: stranger)], to: &driver)
    give([request(at: driver.milliseconds, next: stranger.publicKey.encoded, by: stranger)], to: &driver)
    #expect(driver.count(.unauthorized) == 2)
    #expect(driver.client.applied == nil)
    #expect(configurations(for: stranger).isEmpty)
  }

  @Test("rule 3: a signature that is not the sender's is refused, though the sender is a tenant")
  func signature() throws {
    var driver = started()
    let sound = settings("x", at: driver.milliseconds)
    let layout = try #require(sound.layout)
    var forged = sound.bytes
    forged[layout.signature.lowerBound + 5] ^= 1
    give([Transaction(forged)], to: &driver)
    #expect(driver.count(.badSignature) == 1)
    #expect(driver.client.applied == nil)
  }

  @Test("rule 4: what was processed is not processed again, however often a module shows it")
  func header() {
    var driver = started()
    let next = crypto.keyPair(named: "next")
    let request = request(at: driver.milliseconds, next: next.publicKey.encoded)
    for _ in 0..<3 { give([request], to: &driver) }
    #expect(driver.count(.alreadyProcessed) == 2)
    #expect(configurations(for: next).count == 1)
  }

  @Test("rule 5: an older configuration that comes after a newer one is refused, and so is one of the same time")
  func timestamp() {
    var driver = started()
    let now = driver.milliseconds
    let old = settings("old", at: now - 1)
    give([settings("new", at: now)], to: &driver)
    give([old], to: &driver)
    give([settings("same", at: now, by: other)], to: &driver)
    give([request(at: now - 2, next: other.publicKey.encoded)], to: &driver)
    #expect(driver.count(.outdated) == 3)
    #expect(driver.client.configuration == Array("new".utf8))
    give([settings("newer", at: now + 1)], to: &driver)
    #expect(driver.client.configuration == Array("newer".utf8))
  }

  @Test("a newer configuration of a group does not make the VNF refuse an older one that says something else")
  func parts() {
    var driver = started()
    let now = driver.milliseconds
    let (group, next) = (crypto.keyPair(named: "group"), crypto.keyPair(named: "next pair"))
    let key = transaction(VNFConfiguration(keyPair: next), at: now + 1)
    give([transaction(VNFConfiguration(settings: Array("first".utf8), groups: [group]), at: now)], to: &driver)
    give([settings("of the group", at: now + 2, to: group)], to: &driver)
    give([key], to: &driver)
    #expect(driver.drops.isEmpty && driver.client.pair.publicKey == next.publicKey)
    #expect(driver.client.configuration == Array("of the group".utf8))
    // Half of it is older than what the VNF has.
    let other = VNFConfiguration(settings: Array("between".utf8), tenants: [tenant.publicKey, self.other.publicKey])
    give([transaction(other, at: now + 1, to: next)], to: &driver)
    #expect(driver.client.tenants.count == 2 && driver.client.configuration == Array("of the group".utf8))
    give([transaction(VNFConfiguration(keyPair: vnf), at: now, to: next)], to: &driver)
    #expect(driver.count(.outdated) == 1 && driver.client.pair.publicKey == next.publicKey)
  }

  @Test("a set of transactions is taken by time, whatever the order and the key: none of it makes another outdated")
  func order() {
    var driver = started()
    let now = driver.milliseconds
    let group = crypto.keyPair(named: "group")
    give([transaction(VNFConfiguration(groups: [group]), at: now - 10)], to: &driver)
    give(
      [settings("third", at: now), settings("first", at: now - 2), settings("second", at: now - 1, to: group)],
      to: &driver)
    #expect(driver.drops.isEmpty)
    #expect(driver.count(.applied) == 4)
    #expect(driver.client.configuration == Array("third".utf8))
  }

  @Test("a tenant's header on other bytes does not keep the tenant's own transaction out")
  func stolenHeader() {
    var driver = started()
    let sound = settings("real", at: driver.milliseconds)
    var changed = sound.bytes
    changed[changed.count - 3] ^= 1
    give([Transaction(changed)], to: &driver)
    give([sound], to: &driver)
    #expect(driver.count(.cannotDecrypt) == 1)
    #expect(driver.client.configuration == Array("real".utf8))
  }

  @Test("a configuration that is none changes nothing, not even the time of the last")
  func malformed() {
    var driver = started()
    let now = driver.milliseconds
    var builder = TransactionBuilder(cryptography: crypto, sender: tenant, stream: RandomStream(seed: 8))
    var meter = Meter()
    give(
      [
        Configuration(cid: "", vid: "", description: "", configuration: [1, 2, 3])
          .transaction(to: vnf.publicKey, at: now + 5, with: &builder, &meter),
        builder.build(.configuration, [[0xFF], [], [], []], to: vnf.publicKey, at: now + 6, &meter),
        builder.build(.configurationRequest, [[], [], [], [1]], to: vnf.publicKey, at: now + 7, &meter),
        builder.build(.service, [[1], [2]], to: vnf.publicKey, at: now + 8, &meter),
      ], to: &driver)
    #expect(driver.count(.malformed) == 2)
    #expect(driver.count(.badKey) == 1)
    #expect(driver.count(.wrongType) == 1)
    #expect(driver.client.applied == nil)
    give([settings("real", at: now + 1)], to: &driver)
    #expect(driver.client.configuration == Array("real".utf8))
  }

  @Test("a request is answered to the next recipient, under the request's names, with what is configured")
  func answer() throws {
    var driver = started()
    let now = driver.milliseconds
    let (next, group) = (crypto.keyPair(named: "next"), crypto.keyPair(named: "group"))
    give(
      [transaction(VNFConfiguration(settings: Array("one".utf8), groups: [group]), at: now)], to: &driver)
    give([request(at: now + 1, next: next.publicKey.encoded)], to: &driver)
    driver.run(for: .seconds(3))
    let (answer, opened) = try #require(configurations(for: next).first)
    #expect(opened.sender == vnf.publicKey)
    #expect([answer.cid, answer.vid, answer.description] == ["moved", "v9", "to site b"])
    let told = try VNFConfiguration(decoding: answer.configuration, crypto)
    #expect(told.settings == Array("one".utf8))
    #expect(told.groups?.map(\.publicKey) == [group.publicKey])
    #expect(told.keyPair == nil && told.tenants == nil)
    #expect(driver.client.pending.isEmpty)
  }

  @Test("a VNF that obeys the source's key takes over its configuration (crb-smb 3.6, step 4)")
  func migration() {
    var source = started()
    let target = crypto.keyPair(named: "vnf/8/1")
    let now = source.milliseconds
    give([settings("state", at: now), request(at: now + 1, next: target.publicKey.encoded)], to: &source)
    let settings = VNFClientSettings(
      instance: "vnf-8", keyName: "vnf/8/1", tenants: [tenant.publicKey, vnf.publicKey],
      access: ModuleAccess.Settings(modules: modules.nodes, keys: modules.writing.keys, pollInterval: .seconds(1)))
    var destination = ClientDriver(
      VNFClient(settings, cryptography: crypto, stream: RandomStream(seed: 2)), modules, at: source.now)
    destination.start()
    destination.run(for: .seconds(3))
    #expect(destination.client.configuration == source.client.configuration)
    #expect(destination.client.configuration == Array("state".utf8))
  }

  @Test("a VNF in several groups obeys transactions for each, until it is taken out (crb-smb 3.4)")
  func groups() {
    var driver = started()
    let now = driver.milliseconds
    let (a, b) = (crypto.keyPair(named: "group a"), crypto.keyPair(named: "group b"))
    give([transaction(VNFConfiguration(groups: [a, b]), at: now)], to: &driver)
    give([settings("for a", at: now + 1, to: a)], to: &driver)
    #expect(driver.client.configuration == Array("for a".utf8))
    give([settings("for b", at: now + 2, to: b)], to: &driver)
    #expect(driver.client.configuration == Array("for b".utf8))
    give([transaction(VNFConfiguration(groups: [b]), at: now + 3)], to: &driver)
    give([settings("for a again", at: now + 4, to: a)], to: &driver)
    #expect(driver.client.configuration == Array("for b".utf8))
    give([settings("for b again", at: now + 5, to: b)], to: &driver)
    #expect(driver.client.configuration == Array("for b again".utf8))
  }

  @Test("a tenant replaces the VNF's key pair: from then on the old one is nobody's (crb-smb 3.4)")
  func rotation() throws {
    var driver = started()
    let now = driver.milliseconds
    let fresh = crypto.keyPair(named: "fresh")
    let next = crypto.keyPair(named: "next")
    give([transaction(VNFConfiguration(keyPair: fresh), at: now)], to: &driver)
    #expect(driver.client.pair.publicKey == fresh.publicKey)
    #expect(driver.count(.keyReplaced) == 1)
    invent(settings("to the old key", at: now + 1), to: &driver)
    #expect(driver.count(.wrongRecipient) > 0)
    modules.blocks.append([settings("to the new key", at: now + 2, to: fresh)])
    modules.blocks.append([])
    var late = started()
    give([transaction(VNFConfiguration(keyPair: fresh), at: now)], to: &late)
    late.run(for: .seconds(3))
    #expect(late.client.configuration == Array("to the new key".utf8))
    var builder = TransactionBuilder(cryptography: crypto, sender: tenant, stream: RandomStream(seed: 4))
    var meter = Meter()
    give(
      [
        ConfigurationRequest(cid: "c", vid: "v", description: "", nextRecipient: next.publicKey.encoded)
          .transaction(to: fresh.publicKey, at: late.milliseconds, with: &builder, &meter)
      ], to: &late)
    late.run(for: .seconds(3))
    #expect(configurations(for: next).first?.1.sender == fresh.publicKey)
  }

  @Test("a stolen tenant key is replaced: it is not obeyed any more, and the new one is (crb-smb 3.2)")
  func tenants() {
    var driver = started()
    let now = driver.milliseconds
    let fresh = crypto.keyPair(named: "fresh tenant")
    give([transaction(VNFConfiguration(tenants: [fresh.publicKey]), at: now, by: other)], to: &driver)
    give([settings("thief", at: now + 1)], to: &driver)
    #expect(driver.count(.unauthorized) == 1)
    give([settings("owner", at: now + 2, by: fresh)], to: &driver)
    #expect(driver.client.configuration == Array("owner".utf8))
  }

  @Test("keys that replace each other may come at once: each is told by the one before, and no other")
  func tenantsAtOnce() {
    var driver = started()
    let now = driver.milliseconds
    let second = crypto.keyPair(named: "second key")
    let third = crypto.keyPair(named: "third key")
    give(
      [
        transaction(VNFConfiguration(tenants: [second.publicKey]), at: now),
        transaction(VNFConfiguration(tenants: [tenant.publicKey]), at: now + 1),
        transaction(VNFConfiguration(tenants: [third.publicKey]), at: now + 2, by: second),
      ], to: &driver)
    #expect(driver.count(.applied) == 2 && driver.count(.unauthorized) == 1)
    #expect(driver.client.tenants == [third.publicKey])
    #expect(driver.client.applied?.sender == second.publicKey && driver.client.applied?.obeyed == [second.publicKey])
  }

  @Test("a configuration may be as large as the chain takes")
  func large() {
    var driver = started()
    let text = [UInt8](repeating: 7, count: 900_000)
    give([transaction(VNFConfiguration(settings: text), at: driver.milliseconds)], to: &driver)
    #expect(driver.client.configuration == text)
  }

  @Test("settings from an order need keys of the suite, and modules that the platform knows")
  func orderedSettings() {
    let order = VNFOrder(
      image: "fw", tenants: [tenant.publicKey.encoded], modules: [NodeID(1)], pollInterval: .seconds(5))
    let modules = FakeWriting([NodeID(1)], crypto).keys
    let settings = VNFClientSettings(order, instance: "a", keyName: "k", modules: modules, crypto)
    #expect(settings?.tenants == [tenant.publicKey])
    #expect(settings?.access.pollInterval == .seconds(5))
    var bad = order
    bad.tenants.append([1, 2])
    #expect(VNFClientSettings(bad, instance: "a", keyName: "k", modules: modules, crypto) == nil)
    bad = order
    // Nobody sends anything to a node that there may not be.
    bad.modules.append(NodeID(99_999))
    #expect(VNFClientSettings(bad, instance: "a", keyName: "k", modules: modules, crypto) == nil)
  }
}
