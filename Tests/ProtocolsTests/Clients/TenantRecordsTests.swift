import Testing

@testable import Protocols

@Suite("What a tenant can give to an auditor (crb-smb 3.4)")
struct TenantRecordsTests {
  private func records(_ loop: ClientLoop, _ journal: [[UInt8]]) -> TenantRecords {
    TenantRecords(journal: journal, of: loop.tenant.settings, loop.cryptography)
  }

  @Test("a journal gives every key pair of each VNF, the groups', and what opens the responses")
  func all() throws {
    let loop = ClientLoop()
    let (_, instance) = try loop.makeChain()
    let first = try #require(loop.tenant.keys.instance(instance)?.pair)
    _ = try loop.done(.joinGroups(instance, ["edge"]))
    _ = try loop.done(.replaceKeyPair(instance))
    let second = try #require(loop.tenant.keys.instance(instance)?.pair)
    #expect(first.publicKey != second.publicKey)

    let journal = loop.tenantJournal
    let records = records(loop, journal)
    let own = records.instances.filter { $0.name == instance }.map(\.pair.publicKey)
    #expect(own == [first.publicKey, second.publicKey])
    #expect(records.groups.map(\.name) == ["edge"])
    #expect(records.groups.map(\.pair.publicKey) == [loop.tenant.keys.group("edge")?.pair.publicKey])
    let services = loop.ledgers[1].transactions.filter { $0.layout?.type == .service }
    #expect(!services.isEmpty)
    #expect(Set(records.requests.filter { $0.domain == 0 }.map(\.id)) == Set(services.map(\.id)))
    for response in loop.ledgers[1].transactions where response.layout?.type == .response {
      var meter = Meter()
      let opened = records.requests.compactMap { request in
        try? OpenedTransaction(
          opening: response, to: loop.tenant.settings.domains[0].pair.publicKey, with: request.responseKey,
          loop.cryptography, &meter)
      }
      #expect(opened.count == 1)
    }
  }

  @Test("a journal that is cut anywhere, or damaged, gives what stands before")
  func cut() throws {
    let loop = ClientLoop()
    _ = try loop.makeChain()
    let journal = loop.tenantJournal
    let all = records(loop, journal).requests.map(\.id)
    #expect(records(loop, [[], []]).requests.isEmpty)
    for end in stride(from: 0, to: journal[0].count, by: 97) {
      let some = records(loop, [Array(journal[0][..<end]), []]).requests.map(\.id)
      #expect(Array(all.prefix(some.count)) == some)
      var damaged = journal
      damaged[0][end] ^= 0x20
      let read = records(loop, damaged).requests.map(\.id)
      #expect(Array(all.prefix(read.count)) == read)
    }
  }
}
