import Testing
import Vocabulary

@testable import Protocols

@Suite("Raft: log replication and the ledger (Ongaro and Ousterhout 2014, 5.3, 5.4.2)")
struct RaftReplicationTests {
  private func reply(_ effects: [Effect]) -> AppendReply? {
    for case .send(let payload, _, _) in effects {
      if case .raft(.appendReply(let reply)) = ModuleMessage(decoding: payload.bytes).content { return reply }
    }
    return nil
  }

  private func entry(_ cluster: RaftCluster, _ index: Int64, term: Int64, after previous: [UInt8], by node: Int)
    -> RaftEntry
  {
    var meter = Meter()
    let pair = cluster.pairs[node]
    let content = BlockContent(
      timestamp: 0, signer: pair.publicKey.encoded, previous: previous, transactions: [cluster.transaction()], &meter)
    let identifier = cluster.crypto.sign(content.contentHash, with: pair, &meter)
    let endorsement = Endorsement(
      participant: pair.publicKey.encoded, signature: [1], decision: Decision(accepted: true, view: term))
    return RaftEntry(
      index: index, block: Block(header: BlockHeader(identifier: identifier, proof: [endorsement]), content: content))
  }

  private func chain(_ cluster: RaftCluster, _ terms: [Int64], after: RaftEntry? = nil, by node: Int = 0) -> [RaftEntry]
  {
    var entries: [RaftEntry] = []
    for term in terms {
      let last = entries.last ?? after
      entries.append(
        entry(
          cluster, (last?.index ?? 0) + 1, term: term, after: last?.block.header.identifier ?? [], by: node))
    }
    return entries
  }

  private func append(
    _ entries: [RaftEntry], term: Int64, after previous: Int64 = 0, _ previousTerm: Int64 = 0, commit: Int64 = 0
  ) -> RaftMessage {
    .appendEntries(
      AppendEntries(term: term, previousIndex: previous, previousTerm: previousTerm, commit: commit, entries: entries))
  }

  @Test(
    "what clients hand to any replica is in one block at all of them, proven by its leader's word (5.3)",
    arguments: [1, 2, 3, 5])
  func decides(count: Int) {
    let cluster = RaftCluster.led(count)
    let asked = (0..<count).map { node in
      let transaction = cluster.transaction()
      cluster.submit([transaction], to: node)
      return transaction
    }
    #expect(cluster.run(10_000) { cluster.hold(asked, Array(0..<count)) })
    let rules = ProofRules(membership: cluster.membership, acceptance: .leader)
    var meter = Meter()
    for (place, block) in cluster.blocks[count - 1].enumerated() {
      #expect(block.digest == cluster.blocks[0][place].digest)
      #expect(rules.defect(of: block.header.proof, block.digest, at: Int64(place) + 1, cluster.crypto, &meter) == nil)
      #expect(
        rules.defect(of: block.header.proof, block.digest, at: Int64(place) + 2, cluster.crypto, &meter)
          == .badSignature)
      #expect(rules.defect(of: [], block.digest, at: Int64(place) + 1, cluster.crypto, &meter) == .notOneLeader)
    }
  }

  @Test("a follower writes and syncs entries first, and answers when the sync is back (figure 2)")
  func durability() {
    let cluster = RaftCluster(3)
    cluster.settle()
    let entries = chain(cluster, [1])
    #expect(reply(cluster.hand(append(entries, term: 1), to: 1, from: 0)) == nil)
    #expect(reply(cluster.answer(1, .votes)) == AppendReply(term: 1, isAccepted: true, index: 1))
    #expect(cluster.blocks[1].isEmpty, "not committed")
  }

  @Test("entries after one that is lacking, or of another term, are refused, with the place to go back to (5.3)")
  func consistency() {
    let cluster = RaftCluster(3)
    cluster.settle()
    let entries = chain(cluster, [1, 1, 2, 2])
    cluster.hand(append(Array(entries[2...]), term: 3, after: 2, 1), to: 1, from: 0)
    #expect(reply(cluster.answer(1, .votes)) == AppendReply(term: 3, isAccepted: false, index: 1))
    cluster.hand(append(entries, term: 3), to: 1, from: 0)
    #expect(reply(cluster.answer(1, .votes))?.index == 4)
    let other = reply(cluster.hand(append([], term: 3, after: 4, 3), to: 1, from: 0))
    #expect(other == AppendReply(term: 3, isAccepted: false, index: 3), "the first entry of the term in question")
  }

  @Test("conflicting entries go, those after them too, and their transactions wait again (5.3)")
  func conflict() {
    let cluster = RaftCluster(3)
    cluster.settle()
    let old = chain(cluster, [1, 1, 1])
    cluster.hand(append(old, term: 1), to: 1, from: 0)
    let new = chain(cluster, [2], after: old[0], by: 2)
    cluster.hand(append(new, term: 2, after: 1, 1), to: 1, from: 2)
    let replica = cluster.replica(1)
    #expect(replica.log.last == 2)
    #expect(replica.log.lastTerm == 2)
    #expect(replica.pending.count == 2)
    cluster.settle()
    cluster.restart(1)
    cluster.settle()
    #expect(cluster.replica(1).log.lastTerm == 2, "also after a restart")
    #expect(cluster.replica(1).log.last == 2)
  }

  @Test("entries that are there already are left alone: a late message takes nothing out (5.3)")
  func lateMessage() {
    let cluster = RaftCluster(3)
    cluster.settle()
    let entries = chain(cluster, [1, 1, 1])
    cluster.hand(append(entries, term: 1), to: 1, from: 0)
    cluster.hand(append(Array(entries[..<1]), term: 1), to: 1, from: 0)
    #expect(cluster.replica(1).log.last == 3)
  }

  @Test("a follower commits no further than the entries that the leader is known to share with it (figure 2)")
  func followerCommit() {
    let cluster = RaftCluster(3)
    cluster.settle()
    let entries = chain(cluster, [1, 1, 1])
    cluster.hand(append(entries, term: 1), to: 1, from: 0)
    cluster.hand(append([], term: 2, after: 1, 1, commit: 3), to: 1, from: 2)
    #expect(cluster.replica(1).commit == 1)
  }

  @Test(
    "an entry of an earlier term is not committed by counting, but with one of the leader's own term (5.4.2, figure 8)")
  func earlierTerm() {
    let cluster = RaftCluster(3)
    cluster.settle()
    cluster.hand(append(chain(cluster, [1]), term: 1), to: 1, from: 0)
    cluster.settle()
    cluster.bag = []
    cluster.down = [0]
    cluster.timers[0] = [:]
    cluster.run(50_000) { cluster.replica(1).role == .leader }
    #expect(cluster.replica(1).log.last == 2, "it opened its term")
    #expect(cluster.replica(1).log[2]?.block.content.transactions.isEmpty == true)
    let term = cluster.replica(1).term
    cluster.bag = []
    while !cluster.files[1][1].requests.isEmpty { cluster.answer(1, .votes) }
    cluster.hand(.appendReply(AppendReply(term: term, isAccepted: true, index: 1)), to: 1, from: 2)
    #expect(cluster.replica(1).commit == 0, "a majority has entry 1, of an earlier term")
    cluster.hand(.appendReply(AppendReply(term: term, isAccepted: true, index: 2)), to: 1, from: 2)
    #expect(cluster.replica(1).commit == 2)
  }

  @Test("the leader counts itself only once its entry is durable (figure 2; 2014, 10.2.1)")
  func leaderDurability() {
    let cluster = RaftCluster.led(2)
    cluster.submit([cluster.transaction()])
    cluster.fire(.proposal, on: 0)
    #expect(cluster.bag.contains { $0.kind == .appendEntries }, "the others write while it does")
    cluster.hand(.appendReply(AppendReply(term: 1, isAccepted: true, index: 1)), to: 0, from: 1)
    #expect(cluster.replica(0).commit == 0)
    cluster.answer(0, .votes)
    #expect(cluster.replica(0).commit == 1)
  }

  @Test("a replica that missed much gets it from the leader's ledger file (docs/models/raft.md)")
  func catchUp() {
    let cluster = RaftCluster.led(3)
    cluster.crash(2)
    var asked: [Transaction] = []
    for _ in 0..<40 {
      asked.append(cluster.transaction())
      cluster.submit([asked.last!])
      cluster.run(2_000) { cluster.hold(asked, [0, 1]) }
    }
    #expect(cluster.replica(0).log.first > 2, "not in memory any more")
    cluster.power(2)
    #expect(cluster.run(20_000) { cluster.hold(asked, [2]) })
    #expect(cluster.blocks[2].map(\.digest) == cluster.blocks[0].map(\.digest))
  }

  @Test("the log changes files, and term, vote and entries are found again whatever was written when power went")
  func turning() {
    let cluster = RaftCluster.led(3)
    var asked: [Transaction] = []
    for _ in 0..<26 {
      asked.append(cluster.transaction(bytes: 45_000))
      cluster.submit([asked.last!])
      cluster.run(2_000) { cluster.hold(asked, [0, 1, 2]) }
    }
    #expect(cluster.files[0][1].written.count + cluster.files[0][2].written.count < 2 * RaftStore.turnSize)
    let before = RaftProperties.durable(1, in: cluster)
    for node in 0..<3 { cluster.restart(node, torn: 100) }
    cluster.settle()
    #expect(cluster.replica(1).term >= before.state.term)
    asked.append(cluster.transaction())
    cluster.submit([asked.last!], to: 1)
    #expect(cluster.run(20_000) { cluster.hold(asked, [0, 1, 2]) })
  }

  @Test("a damaged or foreign message is refused and changes nothing")
  func hostile() {
    let cluster = RaftCluster.led(3)
    let good = append(chain(cluster, [1, 1]), term: 1).bytes
    var changed = 0
    for place in stride(from: 0, to: good.count, by: 3) {
      var bytes = good
      bytes[place] ^= 0x10
      if case .raft = ModuleMessage(decoding: bytes).content { changed += 1 }
    }
    #expect(changed == 0, "one bit, anywhere, is noticed")
    cluster.step(1, .message(Payload(good), from: cluster.client))
    #expect(cluster.drops[1] == [.unknownSender])
    #expect(cluster.replica(1).log.last == 0)
  }

  @Test("messages are read back as they were written")
  func messages() throws {
    let cluster = RaftCluster(3)
    let all: [RaftMessage] = [
      .requestVote(RequestVote(term: 3, lastIndex: 2, lastTerm: 1, isQuestion: true)),
      .voteReply(VoteReply(term: 3, isGranted: true, isQuestion: false)),
      append(chain(cluster, [1, 2]), term: 2), .appendReply(AppendReply(term: 2, isAccepted: false, index: 7)),
    ]
    for message in all { #expect(try RaftMessage.decode(message.bytes).bytes == message.bytes) }
  }
}
