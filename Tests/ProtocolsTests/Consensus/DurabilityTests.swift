import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: what is durable when, and restarts (docs/models/pbft.md)")
struct DurabilityTests {
  private func kinds(_ effects: [Effect]) -> [String] { effects.map(Transcript.name) }

  @Test("a vote is written and synced first, and leaves when the sync is back: pre-prepare, prepare, commit")
  func order() {
    let cluster = Cluster(4)
    cluster.settle()
    cluster.submit([cluster.transaction()])
    cluster.now = .start + .seconds(1)
    let proposing = kinds(cluster.step(0, .timer(.block)))
    #expect(proposing == ["note", "arm 1", "append votes", "sync votes"])
    #expect(cluster.bag.isEmpty)
    #expect(kinds(cluster.answer(0, .votes)) == ["broadcast pre-prepare", "note"])

    let proposal = cluster.bag[0].payload
    let judging = kinds(cluster.step(1, .message(proposal, from: NodeID(0))))
    #expect(judging == ["arm 1", "append votes", "sync votes"])
    let vote = cluster.replica(1).instances[1]
    #expect(!vote.prepares.has(1), "not even counted at home")
    #expect(kinds(cluster.answer(1, .votes)) == ["broadcast prepare"])

    let digest = cluster.replica(1).instances[1].proposal!.digest
    let prepared = cluster.vote(.prepare, by: 2, on: digest)
    let preparing = kinds(cluster.step(1, .message(Payload(ConsensusMessage.vote(prepared).bytes), from: NodeID(2))))
    #expect(preparing == ["note", "append votes", "sync votes"])
    #expect(kinds(cluster.answer(1, .votes)) == ["broadcast commit"])

    for member in [0, 2] { cluster.hand(cluster.vote(.commit, by: member, on: digest), to: 1) }
    #expect(cluster.blocks[1].isEmpty && cluster.replica(1).ledger.height == 1, "being written")
    #expect(kinds(cluster.answer(1, .ledger)) == ["note", "deliver", "cancel 1"])
  }

  @Test("one sync that covers several votes lets all of them leave, in order")
  func batch() {
    let cluster = Cluster(4)
    cluster.settle()
    let proposal = cluster.proposal([cluster.transaction()])
    cluster.hand(proposal, to: 1)
    // A quorum of commits, with certificates: the own commit is promised before the own prepare is durable.
    let certificate = [0, 2, 3].map {
      cluster.vote($0 == 0 ? .prePrepare : .prepare, by: $0, on: proposal.digest).endorsement(in: cluster.membership)
    }
    for member in [0, 2, 3] {
      cluster.hand(cluster.vote(.commit, by: member, on: proposal.digest, certificate: certificate), to: 1)
    }
    cluster.files[1][FileID.votes.slot].durable = cluster.files[1][FileID.votes.slot].written.count
    #expect(
      kinds(cluster.step(1, .synced(.votes, DiskTicket(2)))) == ["broadcast prepare", "broadcast commit"])
  }

  @Test("every replica restarts from its files with the same ledger and index, and goes on")
  func restartAtRest() {
    let cluster = Cluster(4)
    var transactions: [Transaction] = []
    for _ in 1...3 {
      transactions.append(cluster.transaction())
      cluster.submit([transactions.last!])
      cluster.decide()
    }
    for node in 0..<4 { cluster.restart(node) }
    cluster.settle()
    for node in 0..<4 {
      #expect(cluster.replica(node).ledger.height == 3)
      #expect(cluster.replica(node).ledger.lastIdentifier == cluster.blocks[node][2].header.identifier)
      for (index, transaction) in transactions.enumerated() {
        #expect(cluster.replica(node).ledger.height(of: transaction.id) == Int64(index) + 1)
      }
    }
    cluster.submit([transactions[1]])
    #expect(cluster.dropped(.duplicateTransaction, by: 0) == 1)
    cluster.submit([cluster.transaction()])
    cluster.decide()
    cluster.expectHeight(4)
    cluster.expectAgreement()
  }

  @Test("after a crash at any point a replica contradicts no vote of its own", arguments: 1...Seeds.count(150))
  func crash(seed: Int) {
    let cluster = Cluster(4, seed: UInt64(seed))
    cluster.settle()
    // The primary is faulty: it proposes one block before the crash of node 1, and another one after it.
    let proposals = [cluster.proposal([cluster.transaction()]), cluster.proposal([cluster.transaction()])]
    var said: [(phase: VotePhase, digest: Digest)] = []
    cluster.corrupt = { _, envelope in
      guard envelope.from == NodeID(1) else { return [envelope] }
      guard case .consensus(.vote(let vote)) = ModuleMessage(decoding: envelope.payload.bytes).content else {
        return []
      }
      said.append((vote.phase, vote.digest))
      return [envelope]
    }
    for receiver in 1...3 { cluster.post(.prePrepare(proposals[0]), from: 0, to: receiver) }
    for _ in 0..<cluster.stream.below(20) where !cluster.advance() { break }
    cluster.restart(1, torn: Int(cluster.stream.below(200)))
    let promised = !said.isEmpty
    for receiver in 1...3 { cluster.post(.prePrepare(proposals[1]), from: 0, to: receiver) }
    cluster.settle()
    #expect(Set(said.map(\.digest)).count <= 1, "replica 1 voted for two blocks at one place")
    if promised { #expect(said.allSatisfy { $0.digest == proposals[0].digest }) }
    cluster.expectAgreement(among: [1, 2, 3])
  }

  @Test("a torn vote at the end of the log is cut off, so that votes after it are found again")
  func tornLog() {
    for torn in [1, 4, 5, 60, 150] {
      let cluster = Cluster(4)
      cluster.settle()
      let first = cluster.proposal([cluster.transaction()])
      cluster.hand(first, to: 1)
      // Power fails before the sync: a part of the record is on the medium. Then replica 1 votes for another block.
      cluster.restart(1, torn: torn)
      cluster.settle()
      #expect(cluster.files[1][FileID.votes.slot].written.isEmpty, "\(torn) bytes")
      let second = cluster.proposal([cluster.transaction()])
      cluster.hand(second, to: 1)
      cluster.answer(1, .votes)
      #expect(cluster.bag.contains { $0.from == NodeID(1) && $0.kind == .prepare })
      cluster.restart(1)
      cluster.settle()
      #expect(cluster.replica(1).voteLog.promised(view: 0, sequence: 1)?.digest == second.digest, "\(torn) bytes")
      cluster.drops[1] = []
      cluster.hand(first, to: 1)
      #expect(cluster.drops[1] == [.conflictingPrePrepare])
    }
  }

  @Test("a record of the vote log that is not this replica's own signed vote binds nothing")
  func foreignLog() {
    let cluster = Cluster(4)
    cluster.settle()
    let first = cluster.proposal([cluster.transaction()])
    cluster.hand(first, to: 1)
    cluster.answer(1, .votes)
    let good = cluster.files[1][FileID.votes.slot].written
    var flipped = good
    flipped[flipped.count - 3] ^= 1
    for log in [flipped, cluster.files[2][FileID.votes.slot].written + [9, 9, 9]] {
      cluster.files[1][FileID.votes.slot] = Cluster.File(written: log, durable: log.count)
      cluster.restart(1)
      cluster.settle()
      #expect(cluster.replica(1).voteLog.promised(view: 0, sequence: 1) == nil)
      #expect(cluster.files[1][FileID.votes.slot].written.isEmpty)
    }
  }

  @Test("a torn ledger is cut back to its last whole block")
  func tornLedger() {
    let cluster = Cluster(4)
    for _ in 1...2 {
      cluster.submit([cluster.transaction()])
      cluster.decide()
    }
    let whole = cluster.files[3][0].written.count
    cluster.files[3][0].written += cluster.files[3][0].written.prefix(300)
    cluster.restart(3, torn: 300)
    cluster.settle()
    #expect(cluster.replica(3).ledger.height == 2)
    #expect(cluster.files[3][0].written.count == whole)
    cluster.submit([cluster.transaction()])
    cluster.decide()
    cluster.expectHeight(3)
  }

  @Test("a primary that promised a proposal before a crash does not propose another one in its place")
  func primaryCrash() {
    let cluster = Cluster(4)
    cluster.settle()
    cluster.submit([cluster.transaction()])
    cluster.fire(.block, on: 0)
    cluster.answer(0, .votes)
    let first = cluster.sent[MessageKind.prePrepare.slot]
    cluster.restart(0)
    cluster.settle()
    cluster.submit([cluster.transaction()])
    cluster.decide()
    #expect(cluster.sent[MessageKind.prePrepare.slot] == first)
    cluster.expectHeight(1, among: [1, 2, 3])
    cluster.expectAgreement()
  }
}
