import Testing

@testable import Protocols

@Suite("Secure migration (crb-smb 3.6)")
struct MigrationLoopTests {
  /// Chain and migration from the start, and what must hold at the end whatever happened meanwhile.
  private func migrate(_ loop: ClientLoop) throws {
    let (chain, source) = try loop.makeChain()
    let destination = try loop.done(.migrate(chain: chain, instance: source, dataCenter: 1))
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
    #expect(steps == [1, 2, 3, 4, 5, 7, 6])
    let destination = try #require(loop.managements[1].instances.first)
    #expect(loop.run { loop.vnf(destination)?.tenants == [loop.tenant.settings.pair.publicKey] })
    #expect(loop.managements.flatMap(\.done).count == 5)
  }

  @Test(
    "writes of the tenant's journal: 13, and one more for each key pair that comes after its VNF's name",
    arguments: 1...20 as ClosedRange<UInt64>)
  func writes(seed: UInt64) throws {
    let loop = ClientLoop(seed: seed)
    var ends: [Int] = []
    loop.crash = { [unowned loop] node, _ in
      if node == ClientLoop.tenant { ends.append(loop.nodes[node]!.written[0]!.count) }
      return (false, false)
    }
    try migrate(loop)
    // Two ledgers race: the CRB may give the key pair before the SMB gives the answer that names the VNF. Then it is kept, and
    // learned with the answer, in the same write.
    var journal = TenantJournal(turnSize: .max)
    var effects = Effects()
    let late = journal.recover(loop.tenantJournal, into: &effects).count { entries, end in
      guard case .learned = entries[0] else { return false }
      // It begins its write.
      return ends.contains(end - CheckedDocument.bytes(TenantJournal.document(entries[0])).count)
    }
    #expect(ends.count == 13 + late)
    #expect((0...2).contains(late))
  }

  @Test("a crash of the tenant at any write of its journal changes nothing", arguments: [false, true])
  func crashes(durable: Bool) throws {
    let calm = ClientLoop()
    try migrate(calm)
    let writes = calm.nodes[ClientLoop.tenant]!.syncs
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
    "one message in ten lost and one doubled: a migration ends well the first time it is begun",
    arguments: 1...12 as ClosedRange<UInt64>)
  func lossyNetwork(seed: UInt64) throws {
    let loop = ClientLoop(seed: seed)
    loop.lost = 10
    loop.doubled = 10
    try migrate(loop)
    #expect(beginnings(loop) == 1)
  }

  @Test(
    "four messages in ten lost: a migration is begun again, as often as it may be, and leaves one instance whatever comes of it",
    arguments: 1...6 as ClosedRange<UInt64>)
  func veryLossyNetwork(seed: UInt64) throws {
    let loop = ClientLoop(seed: seed, patience: .seconds(2))
    let (chain, source) = try loop.makeChain()
    loop.lost = 40
    let outcome = try loop.perform(.migrate(chain: chain, instance: source, dataCenter: 1))
    #expect(loop.violations == [])
    #expect((1...3).contains(beginnings(loop)))
    switch outcome {
    case .done(let destination):
      #expect(loop.managements[0].chains[chain] == [destination])
      #expect(loop.managements.map(\.instances) == [[], [destination]])
    case .failed:
      #expect(beginnings(loop) == 3)
      #expect(loop.managements[0].chains[chain] == [source])
      #expect(loop.managements.map(\.instances) == [[source], []])
    }
  }

  /// How often the last migration was begun.
  private func beginnings(_ loop: ClientLoop) -> Int {
    let again = loop.notes.filter { $0.note.kind == ClientNote.migrationBegunAgain.rawValue }
    return again.map { Int($0.note.value) }.max() ?? 1
  }

  @Test("a migration whose new VNF never speaks is taken back and begun again with another one")
  func begunAgain() throws {
    let loop = ClientLoop()
    loop.silent = [ClientLoop.firstVNF + 1]
    try migrate(loop)
    #expect(beginnings(loop) == 2)
    let steps = loop.notes.filter { $0.note.kind == ClientNote.migrationStep.rawValue }.map(\.note.value)
    #expect(steps == [1, 2, 8, 1, 2, 3, 4, 5, 7, 6])
    #expect(loop.managements[1].done.count == 3, "two made, one deleted")
  }

  @Test("it is begun no more often than is set, and then reported as failed; all is as before", arguments: 1...3)
  func bounded(attempts: Int) throws {
    let loop = ClientLoop(migrationAttempts: attempts)
    let (chain, source) = try loop.makeChain()
    loop.silent = Set(ClientLoop.firstVNF + 1...ClientLoop.firstVNF + 9)
    let outcome = try loop.perform(.migrate(chain: chain, instance: source, dataCenter: 1))
    #expect(outcome == .failed("the new VNF has not sent its key pair"))
    #expect(beginnings(loop) == attempts)
    #expect(loop.managements[1].done.count == 2 * attempts)
    #expect(loop.managements.map(\.instances) == [[source], []])
    #expect(loop.managements[0].chains[chain] == [source])
    loop.silent = []
    _ = try loop.done(.migrate(chain: chain, instance: source, dataCenter: 1))
  }

  @Test("a new VNF that cannot be deleted is said to run, and the tenant can delete it later")
  func stillRuns() throws {
    let loop = ClientLoop(migrationAttempts: 1)
    let (chain, source) = try loop.makeChain()
    loop.silent = [ClientLoop.firstVNF + 1]
    loop.managements[1].refuses = { action in
      if case .deleteVNF = action { "no way" } else { nil }
    }
    let outcome = try loop.perform(.migrate(chain: chain, instance: source, dataCenter: 1))
    #expect(outcome == .failed("the new VNF has not sent its key pair; the new VNF still runs: no way"))
    let left = try #require(loop.managements[1].instances.first)
    #expect(loop.tenant.keys.instance(left)?.isDeleted == false)
    loop.managements[1].refuses = { _ in nil }
    _ = try loop.done(.deleteVNF(left))
    #expect(loop.managements.map(\.instances) == [[source], []])
    #expect(loop.tenant.keys.instance(left)?.isDeleted == true)
  }

  @Test("a source that cannot be terminated is said to run; the destination obeys the tenant alone, who can delete it")
  func leftSource() throws {
    let loop = ClientLoop()
    let (chain, source) = try loop.makeChain()
    loop.managements[0].refuses = { action in
      guard case .deleteVNF = action else { return nil }
      return "no way"
    }
    let outcome = try loop.perform(.migrate(chain: chain, instance: source, dataCenter: 1))
    #expect(outcome == .failed("the source still runs: no way"))
    let destination = try #require(loop.managements[1].instances.first)
    #expect(loop.managements[0].chains[chain] == [destination] && loop.managements[0].instances == [source])
    #expect(loop.tenant.path(of: chain) == [destination])
    #expect(loop.run { loop.vnf(destination)?.tenants == [loop.tenant.settings.pair.publicKey] })
    loop.managements[0].refuses = { _ in nil }
    _ = try loop.done(.deleteVNF(source))
    #expect(loop.managements.map(\.instances) == [[], [destination]])
    _ = try loop.done(.configure(source, loop.rules("drop some", version: "2")))
    #expect(loop.run { loop.vnf(destination)?.configuration == Array("drop some".utf8) })
    #expect(loop.violations == [])
  }

  @Test("a crash of the tenant at any write while a migration is taken back and begun again changes nothing")
  func crashesWhileBegunAgain() throws {
    let calm = ClientLoop()
    calm.silent = [ClientLoop.firstVNF + 1]
    try migrate(calm)
    for write in 1...calm.nodes[ClientLoop.tenant]!.syncs {
      let loop = ClientLoop()
      loop.silent = [ClientLoop.firstVNF + 1]
      loop.crash = { node, sync in (false, node == ClientLoop.tenant && sync == write) }
      try migrate(loop)
      #expect(loop.managements[1].done.count == 3, "write \(write)")
    }
  }

  @Test("what the tenant orders while a migration is taken back reaches the instance that serves in the end")
  func orderedMeanwhile() throws {
    let loop = ClientLoop()
    let (chain, source) = try loop.makeChain()
    loop.silent = [ClientLoop.firstVNF + 1]
    let migration = loop.begin(.migrate(chain: chain, instance: source, dataCenter: 1))
    try #require(loop.run { loop.tenant.migration(migration)?.step == .rollBack })
    // The CRB takes nothing while the migration begins again.
    loop.silent.formUnion(ClientLoop.crb)
    let change = loop.begin(.configure(source, loop.rules("drop some", version: "2")))
    try #require(!loop.run(seconds: 30) { loop.tenant.migration(migration)?.step == .awaitKeyPair })
    loop.silent = []
    try #require(loop.run { loop.tenant.outcome(of: migration) != nil && loop.tenant.outcome(of: change) != nil })
    let destination = loop.tenant.keys.present(source)
    #expect(loop.violations == [])
    #expect(destination != source)
    #expect(loop.run { loop.vnf(destination)?.configuration == Array("drop some".utf8) })
  }

  @Test(
    "a path that is not switched is rolled back, the new VNF deleted, and the chain goes on as it was",
    arguments: [1, 9])
  func rollBack(refusals: Int) throws {
    let loop = ClientLoop(migrationAttempts: 2)
    let (chain, source) = try loop.makeChain()
    var left = refusals
    loop.managements[0].refuses = { action in
      guard case .switchPath = action, left > 0 else { return nil }
      left -= 1
      return "no way"
    }
    let outcome = try loop.perform(.migrate(chain: chain, instance: source, dataCenter: 1))
    #expect(loop.violations == [])
    #expect(beginnings(loop) == 2)
    let steps = loop.notes.filter { $0.note.kind == ClientNote.migrationStep.rawValue }.map(\.note.value)
    guard refusals > 1 else {
      guard case .done(let destination) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(steps == [1, 2, 3, 4, 5, 8, 1, 2, 3, 4, 5, 7, 6])
      #expect(loop.managements[0].chains[chain] == [destination])
      #expect(loop.managements.map(\.instances) == [[], [destination]])
      return
    }
    #expect(outcome == .failed("the path is not switched: no way"))
    #expect(steps == [1, 2, 3, 4, 5, 8, 1, 2, 3, 4, 5, 8])
    #expect(loop.managements[0].chains[chain] == [source])
    #expect(loop.managements.map(\.instances) == [[source], []])
    #expect(loop.tenant.path(of: chain) == [source])
    _ = try loop.done(.configure(source, loop.rules("drop some", version: "2")))
    #expect(loop.run { loop.vnf(source)?.configuration == Array("drop some".utf8) }, "the source is obeyed as before")
  }
}
