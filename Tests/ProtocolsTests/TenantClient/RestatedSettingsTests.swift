import Testing

@testable import Protocols

@Suite("What replaces keys or groups says again what a VNF was given (docs/decisions/0008-rule-5-part-by-part.md)")
struct RestatedSettingsTests {
  /// An operation whose transaction no module shows before the VNF has applied what the next operation brings.
  private func holdBack(
    _ operation: TenantOperation, past next: TenantOperation, of instance: String, _ loop: ClientLoop
  ) throws {
    let applied = loop.vnf(instance)?.applied?.timestamp
    let known = Set(loop.ledgers[0].transactions.map(\.id))
    loop.ledgers[0].holdsBack = { !known.contains($0.id) }
    _ = try loop.done(operation)
    let hidden = Set(loop.ledgers[0].transactions.map(\.id)).subtracting(known)
    loop.run(seconds: 3) { false }
    #expect(loop.vnf(instance)?.applied?.timestamp == applied)
    loop.ledgers[0].holdsBack = { hidden.contains($0.id) }
    _ = try loop.done(next)
    try #require(loop.run { loop.vnf(instance)?.applied?.timestamp != applied })
    loop.ledgers[0].holdsBack = { _ in false }
    loop.run(seconds: 5) { false }
  }

  @Test("settings that were held back past newer keys", arguments: [false, true])
  func settings(own: Bool) throws {
    let loop = ClientLoop()
    let (_, instance) = try loop.makeChain()
    try holdBack(
      .configure(instance, loop.rules("drop some", version: "2")),
      past: own ? .replaceOwnKeyPairs : .replaceKeyPair(instance), of: instance, loop)
    #expect(loop.vnf(instance)?.configuration == Array("drop some".utf8))
    #expect(loop.vnf(instance)?.pair.publicKey == loop.tenant.keys.instance(instance)?.pair?.publicKey)
    #expect(loop.vnf(instance)?.tenants == [loop.tenant.pairs.repository.publicKey])
  }

  @Test("a group's settings that were held back past another group")
  func groupSettings() throws {
    let loop = ClientLoop()
    let (_, instance) = try loop.makeChain()
    _ = try loop.done(.joinGroups(instance, ["one"]))
    try #require(loop.run { loop.vnf(instance)?.groups.count == 1 })
    try holdBack(
      .configureGroup("one", loop.rules("drop some", version: "2")), past: .joinGroups(instance, ["two"]),
      of: instance, loop)
    #expect(loop.vnf(instance)?.configuration == Array("drop some".utf8))
    #expect(loop.vnf(instance)?.groups.map(\.publicKey) == [loop.tenant.keys.group("two")!.pair.publicKey])
  }

  @Test("groups that were held back past newer keys", arguments: [false, true])
  func groups(own: Bool) throws {
    let loop = ClientLoop()
    let (_, instance) = try loop.makeChain()
    for groups in [["one", "two"], []] {
      try holdBack(
        .joinGroups(instance, groups), past: own ? .replaceOwnKeyPairs : .replaceKeyPair(instance), of: instance, loop)
      #expect(
        loop.vnf(instance)?.groups.map(\.publicKey) == groups.map { loop.tenant.keys.group($0)!.pair.publicKey })
    }
  }

  @Test("settings that fill a block stand in the way of no key, and groups are told all the same")
  func tooLarge() throws {
    let loop = ClientLoop()
    let (_, instance) = try loop.makeChain()
    let known = Set(loop.ledgers[0].transactions.map(\.id))
    loop.ledgers[0].holdsBack = { !known.contains($0.id) }
    _ = try loop.done(.joinGroups(instance, ["one", "two"]))
    let hidden = Set(loop.ledgers[0].transactions.map(\.id)).subtracting(known)
    loop.ledgers[0].holdsBack = { hidden.contains($0.id) }
    let large = Configuration(
      cid: "rules", vid: "2", description: "", configuration: Array(repeating: 7, count: 98_400))
    _ = try loop.done(.configure(instance, large))
    try #require(loop.run { loop.vnf(instance)?.configuration == large.configuration })
    _ = try loop.done(.replaceKeyPair(instance))
    #expect(loop.run { loop.vnf(instance)?.pair.publicKey == loop.tenant.keys.instance(instance)?.pair?.publicKey })
    #expect(loop.vnf(instance)?.groups.count == 2)
    loop.ledgers[0].holdsBack = { _ in false }
    #expect(try loop.done(.replaceOwnKeyPairs) == "")
    #expect(loop.run { loop.vnf(instance)?.tenants == [loop.tenant.pairs.repository.publicKey] })
    #expect(loop.vnf(instance)?.configuration == large.configuration)
    #expect(loop.drops.count { $0.node == ClientLoop.tenant && $0.reason == .transactionTooLarge } == 2)
    // Without its settings it would take those of the group.
    guard case .failed("transaction-too-large") = try loop.perform(.joinGroups(instance, ["three"])) else {
      Issue.record("joined")
      return
    }
  }

  @Test("an instance that another has taken over from is told what it was given, not what the other was")
  func leftOver() throws {
    let loop = ClientLoop()
    let (chain, instance) = try loop.makeChain()
    loop.managements[0].refuses = { action in
      guard case .deleteVNF = action else { return nil }
      return "no way"
    }
    _ = try loop.perform(.migrate(chain: chain, instance: instance, dataCenter: 1))
    let destination = loop.tenant.keys.present(instance)
    try #require(destination != instance && loop.tenant.keys.instance(instance)?.isDeleted == false)
    _ = try loop.done(.configure(destination, loop.rules("drop some", version: "2")))
    _ = try loop.done(.replaceOwnKeyPairs)
    let fresh = loop.tenant.pairs.repository.publicKey
    #expect(loop.run { [instance, destination].allSatisfy { loop.vnf($0)?.tenants == [fresh] } })
    #expect(loop.vnf(instance)?.configuration == Array("drop all".utf8))
    #expect(loop.vnf(destination)?.configuration == Array("drop some".utf8))
  }

  @Test("who joins a group keeps its settings; whoever has none takes the group's, and the tenant knows")
  func joining() throws {
    let loop = ClientLoop()
    let (_, old) = try loop.makeChain()
    let (first, bare) = (
      try loop.done(.createVNF(image: "cache", dataCenter: 0)), try loop.done(.createVNF(image: "cache", dataCenter: 1))
    )
    _ = try loop.done(.joinGroups(first, ["caches"]))
    _ = try loop.done(.configureGroup("caches", loop.rules("of the group", version: "1")))
    for name in [old, bare] { _ = try loop.done(.joinGroups(name, ["caches"])) }
    #expect(loop.run { [old, bare].allSatisfy { loop.vnf($0)?.groups.count == 1 } })
    loop.run(seconds: 5) { false }
    for (name, settings) in [(old, "drop all"), (first, "of the group"), (bare, "of the group")] {
      #expect(loop.vnf(name)?.configuration == Array(settings.utf8))
      #expect(loop.tenant.keys.instance(name)?.settings == Array(settings.utf8))
    }
  }

  @Test("who joins a group that is being configured waits, and the other way round")
  func inOrder() throws {
    let loop = ClientLoop()
    let (_, instance) = try loop.makeChain()
    let other = try loop.done(.createVNF(image: "cache", dataCenter: 0))
    _ = try loop.done(.joinGroups(other, ["all"]))
    let operations = [
      loop.begin(.configureGroup("all", loop.rules("one", version: "2"))),
      loop.begin(.joinGroups(instance, ["all"])),
      loop.begin(.configureGroup("all", loop.rules("two", version: "3"))),
    ]
    try #require(
      loop.run {
        #expect(operations.count { loop.tenant.state.task($0)?.sent != nil } <= 1)
        return loop.tenant.openOperations.isEmpty
      })
    #expect(loop.run { [instance, other].allSatisfy { loop.vnf($0)?.configuration == Array("two".utf8) } })
    for name in [instance, other] { #expect(loop.tenant.keys.instance(name)?.settings == Array("two".utf8)) }
  }
}
