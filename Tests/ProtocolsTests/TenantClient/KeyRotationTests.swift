import Testing
import Vocabulary

@testable import Protocols

@Suite("A tenant replaces its own key pairs, as after a theft (crb-smb 3.4)")
struct KeyRotationTests {
  /// Two VNFs in two data centers, a chain through the first; then the rotation. The pairs that were stolen.
  private func rotate(_ loop: ClientLoop) throws -> (instances: [String], stolen: TenantKeyPairs) {
    let (_, first) = try loop.makeChain()
    let second = try loop.done(.createVNF(image: "cache", dataCenter: 1))
    let stolen = loop.tenant.pairs
    #expect(try loop.done(.replaceOwnKeyPairs) == "")
    #expect(loop.tenant.formerPairs.last?.repository.publicKey == stolen.repository.publicKey)
    let fresh = loop.tenant.pairs
    #expect(fresh.repository.publicKey != stolen.repository.publicKey)
    for (new, old) in zip(fresh.domains, stolen.domains) { #expect(new.publicKey != old.publicKey) }
    for name in [first, second] {
      #expect(loop.run { loop.vnf(name)?.tenants == [fresh.repository.publicKey] }, "\(name) obeys the new key alone")
    }
    return ([first, second], stolen)
  }

  /// What a thief of the tenant's key orders a VNF.
  private func order(_ text: String, to name: String, by pair: KeyPair, at time: Int64, _ loop: ClientLoop) throws
    -> Transaction
  {
    let own = try #require(loop.tenant.keys.instance(name)?.pair)
    var builder = TransactionBuilder(
      cryptography: loop.cryptography, sender: pair, stream: RandomStream(seed: UInt64(time)))
    var given = loop.rules(text, version: "stolen")
    given.configuration = VNFConfiguration(settings: Array(text.utf8)).bytes
    var meter = Meter()
    return given.transaction(to: own.publicKey, at: time, with: &builder, &meter)
  }

  private func plant(_ transaction: Transaction, of loop: ClientLoop) {
    #expect(loop.ledgers[0].add(transaction) == nil)
    loop.run(seconds: 3) { false }
  }

  @Test("every VNF obeys the new key alone, the thief's orders are refused, and the tenant's are carried out")
  func theft() throws {
    let loop = ClientLoop()
    let (_, instance) = try loop.makeChain()
    let stolen = loop.tenant.pairs.repository
    plant(try order("stolen", to: instance, by: stolen, at: loop.now / 1_000_000, loop), of: loop)
    #expect(loop.vnf(instance)?.configuration == Array("stolen".utf8), "until the rotation the thief is the tenant")
    #expect(try loop.done(.replaceOwnKeyPairs) == "")
    let fresh = loop.tenant.pairs.repository.publicKey
    #expect(loop.run { loop.vnf(instance)?.tenants == [fresh] })
    let node = try #require(loop.hosts[instance])
    plant(try order("again", to: instance, by: stolen, at: loop.now / 1_000_000, loop), of: loop)
    #expect(loop.drops.contains { $0.node == node && $0.reason == .unauthorized })
    #expect(loop.vnf(instance)?.configuration == Array("drop all".utf8), "it was told again what it had been given")
    _ = try loop.done(.configure(instance, loop.rules("own", version: "2")))
    #expect(loop.run { loop.vnf(instance)?.configuration == Array("own".utf8) })
  }

  @Test("all that a tenant does goes on under the new pairs, on both kinds of ledgers, also a second time")
  func goesOn() throws {
    let loop = ClientLoop()
    let (instances, _) = try rotate(loop)
    for _ in 0..<2 {
      let chain = try #require(loop.tenant.state.chains.first?.name)
      let present = loop.tenant.keys.present(instances[0])
      _ = try loop.done(.configure(present, loop.rules("drop some", version: "2")))
      #expect(loop.run { loop.vnf(present)?.configuration == Array("drop some".utf8) })
      let there = try #require(loop.tenant.keys.instance(present)).dataCenter
      let moved = try loop.done(.migrate(chain: chain, instance: present, dataCenter: 1 - there))
      #expect(loop.violations == [])
      #expect(loop.run { loop.vnf(moved)?.tenants == [loop.tenant.pairs.repository.publicKey] })
      _ = try loop.done(.requestConfiguration(instances[1]))
      _ = try loop.done(.createVNF(image: "cache", dataCenter: 0))
      #expect(try loop.done(.replaceOwnKeyPairs) == "")
    }
    #expect(loop.tenant.formerPairs.count == 3)
    // Nothing that was made after the switch is signed with, or for, a former pair.
    let former = try #require(loop.tenant.formerPairs.last)
    let known = loop.ledgers.map(\.transactions.count)
    _ = try loop.done(.createVNF(image: "cache", dataCenter: 0))
    var meter = Meter()
    for (ledger, count) in zip(loop.ledgers, known) {
      for transaction in ledger.transactions[count...] {
        for pair in former.domains + [former.repository] {
          #expect(OpenedTransaction(transaction, with: pair, loop.cryptography, &meter) == nil)
        }
      }
    }
  }

  @Test("it waits until it is alone, and what is ordered meanwhile waits for it and goes under the new key")
  func alone() throws {
    let loop = ClientLoop()
    let (chain, instance) = try loop.makeChain()
    let old = loop.tenant.pairs.repository
    let migration = loop.begin(.migrate(chain: chain, instance: instance, dataCenter: 1))
    let rotation = loop.begin(.replaceOwnKeyPairs)
    let creation = loop.begin(.createVNF(image: "cache", dataCenter: 0), directly: true)
    let change = loop.begin(.configure(instance, loop.rules("later", version: "2")))
    try #require(
      loop.run {
        if loop.tenant.state.task(rotation)?.outcome == nil {
          #expect(loop.tenant.state.task(creation)?.sent == nil && loop.tenant.state.task(change)?.sent == nil)
        }
        if loop.tenant.state.task(migration)?.outcome == nil { #expect(loop.tenant.state.task(rotation)?.sent == nil) }
        return loop.tenant.openOperations.isEmpty
      })
    #expect(loop.violations == [])
    let fresh = loop.tenant.pairs.repository.publicKey
    let destination = loop.tenant.keys.present(instance)
    #expect(loop.run { loop.vnf(destination)?.configuration == Array("later".utf8) })
    #expect(loop.tenant.keys.instances.filter { !$0.isDeleted }.allSatisfy { loop.vnf($0.name)?.tenants == [fresh] })
    #expect(old.publicKey != fresh)
  }

  @Test("a crash of the tenant before any effect changes nothing", arguments: [false, true])
  func crashes(keepsWrites: Bool) throws {
    let calm = ClientLoop()
    var first = 0
    calm.crashAt = { node, effect in
      if node == ClientLoop.tenant, first == 0, calm.tenant.operationCount == 5 { first = effect }
      return false
    }
    _ = try rotate(calm)
    let last = calm.nodes[ClientLoop.tenant]!.effects
    try #require(first > 0 && last > first)
    for crash in first...last {
      let loop = ClientLoop()
      var isOver = false
      loop.keepsWrites = keepsWrites
      loop.crashAt = { node, effect in
        guard node == ClientLoop.tenant, effect == crash, !isOver else { return false }
        isOver = true
        return true
      }
      let (instances, stolen) = try rotate(loop)
      #expect(isOver, "effect \(crash)")
      #expect(loop.tenant.formerPairs.count == 1, "effect \(crash)")
      #expect(loop.tenant.formerPairs[0].repository.publicKey == stolen.repository.publicKey)
      _ = try loop.done(.configure(instances[1], loop.rules("own", version: "2")))
      #expect(loop.run { loop.vnf(instances[1])?.configuration == Array("own".utf8) }, "effect \(crash)")
    }
  }

  @Test("messages lost and doubled", arguments: 1...6 as ClosedRange<UInt64>)
  func lossyNetwork(seed: UInt64) throws {
    let loop = ClientLoop(seed: seed)
    (loop.lost, loop.doubled) = (20, 10)
    _ = try rotate(loop)
  }

  @Test("a VNF that never spoke is left out and named; it may be deleted, and nothing else; the next rotation tells it")
  func leftOut() throws {
    let loop = ClientLoop(patience: .seconds(1))
    let (_, instance) = try loop.makeChain()
    loop.silent = [ClientLoop.firstVNF + 1]
    let mute = try loop.done(.createVNF(image: "cache", dataCenter: 1))
    #expect(try loop.done(.replaceOwnKeyPairs) == mute)
    let refusal = TenantOperation.Outcome.failed("the VNF obeys a former key of the tenant")
    #expect(try loop.perform(.configure(mute, loop.rules("x", version: "1"))) == refusal)
    #expect(try loop.perform(.requestConfiguration(mute)) == refusal)
    _ = try loop.done(.configure(instance, loop.rules("own", version: "2")))
    #expect(loop.run { loop.vnf(instance)?.configuration == Array("own".utf8) })
    _ = try loop.done(.deleteVNF(mute))
    #expect(try loop.done(.replaceOwnKeyPairs) == "")
  }

  @Test("it overtakes what waits for a VNF that never spoke, but not what is under way")
  func overtakes() throws {
    let loop = ClientLoop(patience: .seconds(1))
    let (_, instance) = try loop.makeChain()
    loop.silent = [ClientLoop.firstVNF + 1]
    let mute = try loop.done(.createVNF(image: "cache", dataCenter: 1))
    let change = loop.begin(.configure(mute, loop.rules("x", version: "1")))
    let asked = loop.begin(.requestConfiguration(instance))
    let rotation = loop.begin(.replaceOwnKeyPairs)
    try #require(
      loop.run {
        if loop.tenant.state.task(asked)?.outcome == nil {
          #expect(loop.tenant.state.task(rotation)?.rotation?.waiting == nil)
          #expect(loop.tenant.standsStillSince(rotation) == nil && loop.tenant.standsStillSince(change) == nil)
        }
        if loop.tenant.state.task(rotation)?.outcome == nil { #expect(loop.tenant.state.task(change)?.outcome == nil) }
        return loop.tenant.openOperations.isEmpty
      })
    let outcomes = [asked, rotation, change].map { loop.tenant.state.task($0)?.outcome }
    #expect(outcomes == [.done(""), .done(mute), .failed("the VNF obeys a former key of the tenant")])
  }

  @Test("what needs the key pair of a VNF that never spoke fails after a time, over crashes as well")
  func waitsNotForEver() throws {
    let loop = ClientLoop(patience: .seconds(1))
    loop.silent = [ClientLoop.firstVNF]
    let mute = try loop.done(.createVNF(image: "cache", dataCenter: 0))
    let chain = try loop.done(.createChain([mute], dataCenter: 0))
    let failure = TenantOperation.Outcome.failed("the VNF has not sent its key pair")
    let change = TenantOperation.configure(mute, loop.rules("x", version: "1"))
    let move = TenantOperation.migrate(chain: chain, instance: mute, dataCenter: 1)
    for operation in [change, .requestConfiguration(mute), .replaceKeyPair(mute), .joinGroups(mute, ["all"]), move] {
      let begun = loop.now
      #expect(try loop.perform(operation) == failure)
      #expect(loop.now - begun >= 3_000_000_000 && loop.now - begun < 4_000_000_000)
    }
    #expect(loop.tenant.path(of: chain) == [mute])
  }

  @Test("a tenant without VNFs has new pairs at once")
  func nobody() throws {
    let loop = ClientLoop()
    #expect(try loop.done(.replaceOwnKeyPairs) == "")
    #expect(loop.ledgers[0].transactions.isEmpty)
    _ = try loop.makeChain()
  }

  @Test("a journal gives every pair that was ever the tenant's own, so that all transactions can be opened")
  func records() throws {
    let loop = ClientLoop()
    let (instances, _) = try rotate(loop)
    _ = try loop.done(.requestConfiguration(instances[0]))
    let journal = loop.tenantJournal
    let records = TenantRecords(journal: journal, of: loop.tenant.settings, loop.cryptography)
    #expect(records.own.count == 2)
    let pairs = records.own.map(\.repository) + records.instances.map(\.pair)
    var meter = Meter()
    for transaction in loop.ledgers[0].transactions {
      #expect(pairs.count { OpenedTransaction(transaction, with: $0, loop.cryptography, &meter) != nil } == 1)
    }
    for response in loop.ledgers[1].transactions where response.layout?.type == .response {
      let opened = records.requests.contains { request in
        records.own.contains { own in
          (try? OpenedTransaction(
            opening: response, to: own.domains[0].publicKey, with: request.responseKey, loop.cryptography, &meter))
            != nil
        }
      }
      #expect(opened)
    }
  }
}
