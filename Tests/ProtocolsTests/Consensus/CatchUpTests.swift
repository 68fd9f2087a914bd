import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: catching up from one correct peer (crb-smb 2.3.3)")
struct CatchUpTests {
  /// Four replicas at rest, and the first two blocks of a chain that nobody has seen.
  private func fresh() -> (Cluster, PrePrepare, PrePrepare) {
    let cluster = Cluster(4)
    cluster.settle()
    let first = cluster.proposal([cluster.transaction()])
    return (cluster, first, cluster.proposal([cluster.transaction()], after: first.identifier, sequence: 2))
  }

  /// What `node` asks of others, in the bag.
  private func questions(of node: Int, _ cluster: Cluster) -> [(fetch: Fetch, receiver: Int)] {
    cluster.bag.compactMap { envelope in
      guard envelope.from == NodeID(node), envelope.kind == .fetch else { return nil }
      guard case .consensus(.fetch(let fetch)) = ModuleMessage(decoding: envelope.payload.bytes).content else {
        return nil
      }
      return (fetch, Int(envelope.to.index))
    }
  }

  @Test("blocks go only to the member that asks, in its own name")
  func names() {
    let (cluster, first, _) = fresh()
    cluster.hand(.blocks(cluster.record(first, at: 1)), to: 3, from: 0)
    cluster.answer(3, .ledger)
    let question = ConsensusMessage.fetch(Fetch(height: 1, view: 0, digest: nil, replica: 2))
    cluster.hand(question, to: 3, from: 1)
    #expect(cluster.drops[3] == [.unknownSender])
    #expect(cluster.files[3][FileID.ledger.slot].requests.isEmpty)
    cluster.hand(question, to: 3, from: 2)
    cluster.answer(3, .ledger)
    #expect(cluster.bag.filter { $0.kind == .blocks }.map(\.to) == [NodeID(2)])
  }

  @Test("whoever got a part of what it lacks asks the same member for the rest at once")
  func rest() {
    let (cluster, first, _) = fresh()
    // Node 0 shows that it has two blocks, and sends one.
    cluster.hand(.fetch(Fetch(height: 3, view: 0, digest: nil, replica: 0)), to: 3, from: 0)
    cluster.hand(.blocks(cluster.record(first, at: 1)), to: 3, from: 0)
    #expect(questions(of: 3, cluster).isEmpty)
    cluster.answer(3, .ledger)
    #expect(questions(of: 3, cluster).map(\.receiver) == [0])
    #expect(questions(of: 3, cluster).map(\.fetch.height) == [2])
  }

  @Test("a replica that gets no answer asks each of the others in turn")
  func turns() {
    let (cluster, _, _) = fresh()
    cluster.hand(.fetch(Fetch(height: 3, view: 0, digest: nil, replica: 2)), to: 3, from: 2)
    for _ in 1...3 { cluster.fire(.catchUp, on: 3) }
    #expect(questions(of: 3, cluster).map(\.receiver) == [2, 0, 1])
    #expect(questions(of: 3, cluster).allSatisfy { $0.fetch.height == 1 })
  }

  @Test("a vote beyond the high watermark says that a replica is behind: it asks the voter")
  func farAhead() {
    let (cluster, first, _) = fresh()
    cluster.hand(cluster.vote(.prepare, by: 2, on: first.digest, sequence: 65, signer: 1), to: 3)
    #expect(!cluster.isArmed(.catchUp, on: 3), "forged")
    cluster.hand(cluster.vote(.prepare, by: 2, on: first.digest, sequence: 65), to: 3)
    cluster.fire(.catchUp, on: 3)
    #expect(questions(of: 3, cluster).map(\.receiver) == [2])
  }

  @Test("blocks that the sender was not asked for are dropped, and each question has one answer")
  func unasked() {
    let (cluster, first, second) = fresh()
    // What was asked at the start is answered with nothing.
    for member in 0...2 { cluster.hand(.blocks([]), to: 3, from: member) }
    cluster.hand(.fetch(Fetch(height: 3, view: 0, digest: nil, replica: 0)), to: 3, from: 0)
    cluster.hand(.blocks(cluster.record(first, at: 1)), to: 3, from: 1)
    cluster.fire(.catchUp, on: 3)
    cluster.hand(.blocks(cluster.record(first, at: 1)), to: 3, from: 1)
    #expect(cluster.drops[3] == [.unasked, .unasked])
    #expect(cluster.replica(3).ledger.height == 0 && cluster.replica(3).catchUp.source == nil)
    cluster.hand(.blocks(cluster.record(first, at: 1)), to: 3, from: 0)
    #expect(cluster.replica(3).ledger.height == 1 && cluster.replica(3).catchUp.source == 0)
    // While the first is being written: neither another member nor a second answer comes in between.
    cluster.hand(.blocks(cluster.record(second, at: 2)), to: 3, from: 2)
    cluster.hand(.blocks(cluster.record(second, at: 2)), to: 3, from: 0)
    #expect(cluster.drops[3] == [.unasked, .unasked, .unasked, .unasked])
    #expect(cluster.replica(3).catchUp.fetched.isEmpty && cluster.replica(3).catchUp.source == 0)
    cluster.answer(3, .ledger)
    cluster.hand(.blocks(cluster.record(second, at: 2)), to: 3, from: 0)
    #expect(cluster.replica(3).ledger.height == 2)
  }

  @Test("a member whose blocks are not proven is not asked for the rest")
  func badSource() {
    let (cluster, first, second) = fresh()
    cluster.hand(.fetch(Fetch(height: 3, view: 0, digest: nil, replica: 0)), to: 3, from: 0)
    cluster.hand(.blocks(cluster.record(second, at: 1)), to: 3, from: 0)
    #expect(cluster.drops[3] == [.badCertificate])
    #expect(cluster.replica(3).catchUp.source == nil)
    for member in 0...2 { cluster.hand(cluster.vote(.commit, by: member, on: first.digest), to: 3) }
    cluster.hand(first, to: 3)
    cluster.settle()
    cluster.expectHeight(1, among: [3])
    #expect(!questions(of: 3, cluster).contains { $0.receiver == 0 })
  }

  @Test("a long ledger is read once without a pause, and then no faster than the allowance, however it is asked for")
  func allowance() {
    let pause = TimeSpan.milliseconds(250)
    var answers = CatchUp.Answers()
    var now = Instant.start
    // An answer holds ten blocks.
    func isAnswered(_ height: Int64) -> Bool {
      guard answers.mayRead(from: height, at: now, pause: pause) else { return false }
      answers.read(from: height, upTo: height + 10, at: now, pause: pause)
      return true
    }
    func pass(_ count: Int64) -> Int { (0..<count).count { isAnswered(1 + $0 * 10) } }
    #expect(pass(1_000) == 1_000)
    #expect(pass(1_000) == Int(CatchUp.Answers.repeats), "goes on where the last answer ended, again and again")
    #expect(!isAnswered(1))
    var more = 0
    for second in 1...100 {
      now = now + .seconds(1)
      // What is new is answered at once, and buys nothing.
      #expect(isAnswered(10_000 + Int64(second) * 10))
      more += pass(100)
    }
    #expect(more == 100 / 4)
    now = now + .seconds(3_600)
    #expect(pass(1_000) == Int(CatchUp.Answers.repeats), "the allowance is bounded")
  }

  @Test("a question that is repeated is answered again after a pause, and a flood of questions is not")
  func repeated() {
    let (cluster, first, _) = fresh()
    cluster.hand(.blocks(cluster.record(first, at: 1)), to: 0, from: 1)
    cluster.answer(0, .ledger)
    var sent = 0
    func ask() {
      cluster.hand(.fetch(Fetch(height: 1, view: 0, digest: nil, replica: 3)), to: 0, from: 3)
      if !cluster.files[0][FileID.ledger.slot].requests.isEmpty { cluster.answer(0, .ledger) }
      sent = cluster.sent[MessageKind.blocks.slot]
    }
    ask()
    #expect(sent == 1)
    ask()
    #expect(sent == 1 && cluster.drops[0] == [.askedAgain])
    cluster.now = cluster.now + .milliseconds(500)
    ask()
    #expect(sent == 2, "the first answer may have been lost")
    for _ in 1...600 {
      cluster.now = cluster.now + .milliseconds(100)
      ask()
    }
    #expect(sent > 16 && sent <= 2 + 16 + 60 / 4)
  }
}
