import Testing

@testable import Protocols

@Suite("Secure migration (crb-smb 3.6)")
struct MigrationLoopTests {
  /// Chain and migration from the start, and what must hold at the end whatever happened meanwhile.
  /// `attempts`: migrations that may be begun; one that fails leaves all as it was.
  private func migrate(_ loop: ClientLoop, attempts: Int = 1) throws {
    let (chain, source) = try loop.makeChain()
    let migration = TenantOperation.migrate(chain: chain, instance: source, dataCenter: 1)
    for _ in 1..<attempts {
      guard case .failed = try loop.perform(migration) else { break }
      #expect(loop.managements[0].chains[chain] == [source])
      #expect(loop.managements[1].instances == [])
    }
    let destination =
      try loop.tenant.keys.present(source) == source ? loop.done(migration) : loop.tenant.keys.present(source)
    #expect(loop.violations == [])
    #expect(loop.managements[0].chains[chain] == [destination])
    #expect(loop.managements[0].instances == [])
    #expect(loop.managements[1].instances == [destination])
    #expect(loop.vnf(destination)?.configuration == Array("drop all".utf8))
    #expect(loop.tenant.path(of: chain) == [destination])
    #expect(loop.tenant.keys.present(source) == destination)
  }

  @Test("the six steps move a VNF, and the destination then obeys the tenant alone")
  func sixSteps() throws {
    let loop = ClientLoop()
    try migrate(loop)
    let steps = loop.notes.filter { $0.note.kind == ClientNote.migrationStep.rawValue }.map(\.note.value)
    #expect(steps == [1, 2, 3, 4, 5, 6, 7])
    let destination = try #require(loop.managements[1].instances.first)
    #expect(loop.run { loop.vnf(destination)?.tenants == [loop.tenant.settings.pair.publicKey] })
    #expect(loop.managements.flatMap(\.done).count == 5)
  }

  @Test("a crash of the tenant at any write of its journal changes nothing", arguments: [false, true])
  func crashes(durable: Bool) throws {
    let calm = ClientLoop()
    try migrate(calm)
    let writes = calm.nodes[ClientLoop.tenant]!.syncs
    #expect(writes == 14)
    for write in 1...writes {
      let loop = ClientLoop()
      loop.crash = { node, sync in (durable, node == ClientLoop.tenant && sync == write) }
      try migrate(loop)
      #expect(loop.nodes[ClientLoop.tenant]!.life == 2, "write \(write)")
      #expect(loop.managements.flatMap(\.done).count == 5, "write \(write)")
    }
  }

  @Test(
    "a crash of the destination's service client at any write of its journal changes nothing", arguments: [false, true])
  func serviceCrashes(durable: Bool) throws {
    for write in 1...2 {
      let loop = ClientLoop()
      loop.crash = { node, sync in (durable, node == ClientLoop.services[1] && sync == write) }
      try migrate(loop)
      #expect(loop.managements.flatMap(\.done).count == 5, "write \(write)")
    }
  }

  @Test(
    "lost and doubled messages let a migration fail safely at the worst; tried again it succeeds",
    arguments: 1...12 as ClosedRange<UInt64>)
  func lossyNetwork(seed: UInt64) throws {
    let loop = ClientLoop(seed: seed)
    loop.lost = 10
    loop.doubled = 10
    try migrate(loop, attempts: 4)
  }
}
