import Testing

@testable import Protocols

@Suite("A tenant's journal comes down to an archive (docs/formats/messages.md)")
struct TenantArchiveTests {
  /// A chain, and its VNF moved back and forth, with a configuration of its own each time, and the keys replaced.
  private func work(_ loop: ClientLoop, rounds: Int) throws -> [String] {
    let (chain, first) = try loop.makeChain()
    var instances = [first]
    for round in 1...rounds {
      let settings = loop.rules("round \(round) " + String(repeating: "x", count: 1_000), version: "\(round + 1)")
      _ = try loop.done(.configure(instances.last!, settings))
      instances.append(try loop.done(.migrate(chain: chain, instance: instances.last!, dataCenter: round % 2)))
      if round.isMultiple(of: 2) { _ = try loop.done(.replaceOwnKeyPairs) }
    }
    return instances
  }

  private func records(_ loop: ClientLoop) -> TenantRecords {
    TenantRecords(journal: loop.tenantJournal, of: loop.tenant.settings, loop.cryptography)
  }

  private var turning: ClientLoop { ClientLoop(journalTurn: 4_000) }

  @Test("a life that reads the archive knows what the one before it knew")
  func lives() throws {
    let loop = turning
    let instances = try work(loop, rounds: 4)
    let before = loop.tenant
    loop.powerOff(ClientLoop.tenant)
    try #require(loop.run { loop.nodes[ClientLoop.tenant]!.life > 1 && loop.tenant.isReady })
    let after = loop.tenant
    #expect(after.operationCount == before.operationCount && after.openOperations == before.openOperations)
    for number in 1...Int64(before.operationCount) {
      #expect(
        after.operation(number) == before.operation(number) && after.outcome(of: number) == before.outcome(of: number))
    }
    #expect(after.pairs.repository.publicKey == before.pairs.repository.publicKey)
    #expect(after.formerPairs.map(\.repository.publicKey) == before.formerPairs.map(\.repository.publicKey))
    for (one, other) in zip(after.keys.instances, before.keys.instances) {
      #expect(one.name == other.name && one.pair?.publicKey == other.pair?.publicKey)
      #expect(one.settings == other.settings && one.successor == other.successor && one.obeys == other.obeys)
      #expect(one.isDeleted == other.isDeleted && one.dataCenter == other.dataCenter)
    }
    #expect(after.keys.present(instances[0]) == instances.last)
    #expect(after.state.latestTimestamp == before.state.latestTimestamp)
    #expect(after.state.chains.map(\.instances) == before.state.chains.map(\.instances))
    _ = try work(loop, rounds: 1)
  }

  @Test("every key is in it that opens what the tenant's ledgers hold, over many turns")
  func keys() throws {
    let (loop, whole) = (turning, ClientLoop())
    for one in [loop, whole] { _ = try work(one, rounds: 4) }
    let (kept, all) = (records(loop), records(whole))
    #expect(kept.requests.map(\.id) == all.requests.map(\.id) && kept.requests.count > 12)
    #expect(kept.own.map(\.repository.publicKey) == all.own.map(\.repository.publicKey))
    #expect(kept.instances.map(\.pair.publicKey) == all.instances.map(\.pair.publicKey))
    var meter = Meter()
    for (ledger, domain) in zip(loop.ledgers.dropFirst(), 0...) {
      for service in ledger.transactions where service.layout?.type == .service {
        let request = try #require(kept.requests.first { $0.id == service.id && $0.domain == domain })
        let opened = try OpenedTransaction(opening: service, knowing: request.key, loop.cryptography, &meter)
        #expect(ServiceRequest(opened)?.responseKey == request.responseKey)
      }
    }
  }

  @Test("of an operation that is over some hundred bytes stay, and what it gave VNFs")
  func growth() throws {
    let loop = turning
    var sizes: [Int] = []
    _ = try loop.makeChain()
    for number in 1...40 {
      _ = try loop.done(.createVNF(image: "cache", dataCenter: number % 2))
      let instance = try #require(loop.tenant.keys.instances.last?.name)
      _ = try loop.done(.configure(instance, loop.rules("x", version: "1")))
      _ = try loop.done(.deleteVNF(instance))
      let bytes = loop.tenantJournal.map(\.count).reduce(0, +)
      sizes.append(bytes)
      let operations = loop.tenant.operationCount
      #expect(bytes < 6_000 + 2 * 520 * operations, "\(operations) operations")
      #expect(loop.tenant.archive.entries.count < 4 * operations + 10)
    }
    #expect(loop.tenant.state.tasks.allSatisfy { $0.sent == nil })
    #expect(zip(sizes, sizes.dropFirst()).contains { $0 > $1 }, "the files have taken turns")
  }

  @Test("a crash of the tenant before any effect changes nothing", arguments: [false, true])
  func crashes(keepsWrites: Bool) throws {
    let calm = turning
    _ = try work(calm, rounds: 1)
    let effects = calm.nodes[ClientLoop.tenant]!.effects
    for crash in stride(from: 1, through: effects, by: 3) {
      let loop = turning
      var isOver = false
      loop.keepsWrites = keepsWrites
      loop.crashAt = { node, effect in
        guard node == ClientLoop.tenant, effect == crash, !isOver else { return false }
        isOver = true
        return true
      }
      let instances = try work(loop, rounds: 1)
      #expect(loop.violations == [] && instances.count == 2, "effect \(crash)")
      #expect(records(loop).requests.count == 5, "effect \(crash)")
    }
  }
}
