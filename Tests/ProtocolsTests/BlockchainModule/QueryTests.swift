import Testing
import Vocabulary

@testable import Protocols

@Suite("The query service (crb-smb 3.3.1; docs/models/reads.md)")
struct QueryTests {
  /// Two blocks of three public transactions each.
  private func grown() -> (cluster: Cluster, blocks: [[Transaction]]) {
    let cluster = Cluster(4)
    cluster.settle()
    let blocks = (0..<2).map { _ in
      let transactions = (0..<3).map { _ in cluster.transaction() }
      cluster.submit(transactions)
      cluster.decide()
      return transactions
    }
    cluster.answers = []
    return (cluster, blocks)
  }

  private func ask(_ query: LedgerQuery, _ cluster: Cluster, at node: Int = 1) -> [Effect] {
    let request = ReadRequest(number: 5, query: query)
    return cluster.step(node, .message(Payload(ClientMessage.read(request).bytes), from: cluster.client))
  }

  private func lastAnswer(_ cluster: Cluster) -> ReadAnswer? {
    guard case .answer(let answer)? = cluster.answers.last else { return nil }
    return answer
  }

  @Test("a question waits for the disk: what is answered was read from the ledger file")
  func reads() throws {
    let (cluster, blocks) = grown()
    let effects = ask(.transaction(blocks[1][2].id), cluster)
    #expect(effects.count == 1 && cluster.answers.isEmpty)
    guard case .read(.ledger, let offset, let count, _)? = effects.first else {
      Issue.record("no read")
      return
    }
    let place = try #require(cluster.replica(1).ledger.place(at: 2))
    #expect(offset == place.offset && count == place.size)
    cluster.answer(1, .ledger)
    let answer = try #require(lastAnswer(cluster))
    #expect(answer.number == 5 && answer.height == 2 && answer.refused == nil)
    #expect(answer.transactions.map(\.bytes) == [blocks[1][2].bytes])
  }

  @Test("each transaction of each block is found again, at every module")
  func all() throws {
    let (cluster, blocks) = grown()
    for (index, transaction) in blocks.joined().enumerated() {
      _ = ask(.transaction(transaction.id), cluster, at: index % 4)
      cluster.settle()
      #expect(lastAnswer(cluster)?.transactions.map(\.id) == [transaction.id])
    }
  }

  @Test("an unknown transaction, a key without transactions, and nothing new are answered with an empty set")
  func nothing() {
    let (cluster, _) = grown()
    let key = cluster.pairs[0].publicKey.encoded
    for query in [LedgerQuery.transaction(.zero), .latest(recipient: key, after: 0), .latest(recipient: [], after: 2)] {
      let effects = ask(query, cluster)
      #expect(effects.count == 1, "no read")
      #expect(lastAnswer(cluster)?.transactions.isEmpty == true && lastAnswer(cluster)?.refused == nil)
    }
    #expect(cluster.answers.count == 3)
  }

  @Test("the latest for everybody are the public transactions of the last block")
  func latest() {
    let (cluster, blocks) = grown()
    _ = ask(.latest(recipient: [], after: 1), cluster)
    cluster.settle()
    #expect(lastAnswer(cluster)?.height == 2)
    #expect(lastAnswer(cluster)?.transactions.map(\.id) == blocks[1].map(\.id))
  }

  @Test("whoever asks for what is next reads the whole ledger in its order, block by block, at any module")
  func next() {
    let (cluster, blocks) = grown()
    for module in 0..<4 {
      var after: Int64 = 0
      var heights: [Int64] = []
      var read: [Digest] = []
      for _ in 0..<3 {
        _ = ask(.next(recipient: [], after: after), cluster, at: module)
        cluster.settle()
        let answer = lastAnswer(cluster)
        heights.append(answer?.height ?? -1)
        read += answer?.transactions.map(\.id) ?? []
        after = max(after, answer?.height ?? 0)
      }
      #expect(heights == [1, 2, 0], "the third answer is empty")
      #expect(read == blocks.joined().map(\.id))
    }
  }

  @Test(
    "a template, published without a recipient, is read by whoever asks, and names who signed it (crb-smb 3.4, 3.5)")
  func template() throws {
    let cluster = Cluster(4, suite: .rsa2048PSS)
    cluster.settle()
    let vendor = cluster.crypto.keyPair(named: "tenant/0")
    var meter = Meter()
    var builder = TransactionBuilder(cryptography: cluster.crypto, sender: vendor, stream: RandomStream(seed: 3))
    let given = Configuration(cid: "firewall", vid: "1", description: "strict", configuration: Array("drop all".utf8))
    let forVNF = Configuration(cid: "mine", vid: "1", description: "", configuration: [1])
      .transaction(to: cluster.crypto.keyPair(named: "vnf").publicKey, at: 1, with: &builder, &meter)
    cluster.submit([forVNF, given.transaction(to: nil, at: 2, with: &builder, &meter)])
    cluster.decide()
    cluster.answers = []
    _ = ask(.next(recipient: [], after: 0), cluster)
    cluster.settle()
    let found = try #require(lastAnswer(cluster)).transactions
    #expect(found.count == 1)
    let opened = try #require(
      OpenedTransaction(found[0], with: cluster.crypto.keyPair(named: "tenant/1"), cluster.crypto, &meter))
    #expect(Configuration(opened) == given)
    #expect(opened.sender == vendor.publicKey)
  }

  @Test("encrypted transactions are found by their recipient's key, and only by that")
  func recipient() throws {
    let cluster = Cluster(4, suite: .rsa2048PSS)
    cluster.settle()
    let (vnf, other) = (cluster.crypto.keyPair(named: "vnf"), cluster.crypto.keyPair(named: "other"))
    var meter = Meter()
    var builder = TransactionBuilder(
      cryptography: cluster.crypto, sender: cluster.crypto.keyPair(named: "tenant/0"), stream: RandomStream(seed: 3))
    let transactions = [vnf, other, vnf].enumerated().map { index, pair in
      Configuration(cid: "c\(index)", vid: "1", description: "", configuration: [1])
        .transaction(to: pair.publicKey, at: 1, with: &builder, &meter)
    }
    cluster.submit(transactions)
    cluster.decide()
    _ = ask(.latest(recipient: vnf.publicKey.encoded, after: 0), cluster)
    cluster.settle()
    #expect(lastAnswer(cluster)?.transactions.map(\.id) == [transactions[0].id, transactions[2].id])
  }

  @Test("a block that is being written is not told of; the one before it still is")
  func notDurable() {
    let (cluster, blocks) = grown()
    let late = cluster.transaction()
    cluster.submit([late])
    cluster.settle()
    cluster.fire(.block, on: 0)
    // Everything but the ledger's syncs at module 1.
    while cluster.replica(1).ledger.height < 3 || cluster.files[1][0].requests.isEmpty {
      guard cluster.advance() else { break }
    }
    guard cluster.replica(1).concluded == 2, cluster.replica(1).ledger.height == 3 else {
      Issue.record("block 3 is not being written")
      return
    }
    cluster.answers = []
    _ = ask(.transaction(late.id), cluster)
    #expect(lastAnswer(cluster)?.transactions.isEmpty == true)
    _ = ask(.latest(recipient: [], after: 0), cluster)
    cluster.settle()
    let heights = cluster.answers.compactMap { message -> Int64? in
      guard case .answer(let answer) = message else { return nil }
      return answer.height
    }
    #expect(heights == [0, 2])
    #expect(lastAnswer(cluster)?.transactions.map(\.id) == blocks[1].map(\.id))
  }

  @Test("a rotten byte anywhere in the record, or a short read, refuses the answer with a named error")
  func damaged() throws {
    let (cluster, blocks) = grown()
    let place = try #require(cluster.replica(1).ledger.place(at: 1))
    for offset in stride(from: 0, to: place.size, by: 41) {
      cluster.files[1][0].written[offset] ^= 0x10
      _ = ask(.transaction(blocks[0][1].id), cluster)
      cluster.settle()
      #expect(lastAnswer(cluster)?.refused == .damagedBlock, "byte \(offset)")
      #expect(lastAnswer(cluster)?.transactions.isEmpty == true)
      cluster.files[1][0].written[offset] ^= 0x10
    }
    let refusals = cluster.dropped(.damagedBlock, by: 1)
    #expect(refusals == (place.size + 40) / 41)
    let whole = cluster.files[1][0].written
    cluster.files[1][0].written.removeLast(1)
    _ = ask(.transaction(blocks[1][0].id), cluster)
    cluster.settle()
    #expect(lastAnswer(cluster)?.refused == .damagedBlock, "cut short")
    cluster.files[1][0].written = whole
    _ = ask(.transaction(blocks[1][0].id), cluster)
    cluster.settle()
    #expect(lastAnswer(cluster)?.refused == nil, "the disk is whole again")
  }

  @Test("another intact block in the place of the one that was written is refused")
  func misplaced() throws {
    let (cluster, blocks) = grown()
    let (first, second) = (
      try #require(cluster.replica(1).ledger.place(at: 1)), try #require(cluster.replica(1).ledger.place(at: 2))
    )
    let record = Array(cluster.files[1][0].written[Int(first.offset)..<Int(first.offset) + first.size])
    let end = Int(second.offset) + second.size
    let tail = [UInt8](repeating: 0, count: max(0, second.size - record.count))
    cluster.files[1][0].written.replaceSubrange(Int(second.offset)..<end, with: (record + tail).prefix(second.size))
    _ = ask(.transaction(blocks[1][0].id), cluster)
    cluster.settle()
    #expect(lastAnswer(cluster)?.refused == .damagedBlock)
  }

  @Test("no more questions than the limit wait for the disk: the next is refused, and told so")
  func flood() {
    let (cluster, blocks) = grown()
    for _ in 0..<QueryService.limit { _ = ask(.transaction(blocks[0][0].id), cluster) }
    #expect(cluster.answers.isEmpty)
    _ = ask(.transaction(blocks[0][0].id), cluster)
    #expect(lastAnswer(cluster)?.refused == .tooManyReads)
    cluster.answer(1, .ledger)
    _ = ask(.transaction(blocks[0][0].id), cluster)
    #expect(cluster.answers.count == 2, "there is room again")
  }

  @Test("a read is charged as done: all bytes hashed, and decoded as far as the transaction")
  func charges() throws {
    let (cluster, blocks) = grown()
    func cost(_ transaction: Transaction) -> Meter {
      _ = ask(.transaction(transaction.id), cluster)
      guard case .read(let ticket, let offset, let count)? = cluster.files[1][0].requests.popLast() else {
        return Meter()
      }
      let bytes = Array(cluster.files[1][0].written[offset..<offset + Int(count)])
      var effects = Effects()
      cluster.modules[1].step(.read(.ledger, ticket, ByteRope(bytes)), at: cluster.now, into: &effects)
      return effects.meter
    }
    let (first, last) = (cost(blocks[0][0]), cost(blocks[0][2]))
    let content = cluster.blocks[1][0].content.bytes.count
    #expect(first.count(.hashByte) > content && first.count(.hashByte) == last.count(.hashByte))
    let between = blocks[0][1].bytes.count + blocks[0][2].bytes.count
    #expect(last.count(.codecByte) - first.count(.codecByte) == between + 2 * 3)
    #expect(cost(blocks[0][0]).count(.hashByte) == first.count(.hashByte), "remembering it makes nothing cheaper")
  }

  @Test("a question that is not canonical is refused")
  func malformed() {
    let (cluster, _) = grown()
    let bytes = BSONWriter.encode(reserving: 128) { w in
      w.int32("kind", 6)
      w.int64("number", 1)
      w.binary("id", Digest.zero)
      w.binary("recipient", [1])
      w.int64("after", 0)
      w.bool("first", false)
    }
    cluster.hand(bytes, to: 1, from: cluster.client)
    #expect(cluster.answers.isEmpty && cluster.dropped(.wrongType, by: 1) == 1)
  }
}
