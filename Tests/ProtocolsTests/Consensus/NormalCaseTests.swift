import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: the normal case (crb-smb 2.3.3)")
struct NormalCaseTests {
  /// Many orders of messages and syncs, transactions at every module, several blocks.
  private func run(_ count: Int, seeds: ClosedRange<UInt64>, blocks: Int) {
    for seed in seeds {
      let cluster = Cluster(count, seed: seed)
      for block in 1...blocks {
        let transactions = (0..<3).map { _ in cluster.transaction() }
        for transaction in transactions { cluster.submit([transaction], to: Int(cluster.stream.below(UInt64(count)))) }
        cluster.decide()
        cluster.expectHeight(block)
        for node in 0..<count {
          let holds = transactions.allSatisfy { cluster.replica(node).ledger.height(of: $0.id) == Int64(block) }
          #expect(holds, "seed \(seed), node \(node)")
        }
      }
      cluster.expectAgreement()
    }
  }

  @Test("4 replicas decide the same blocks with convincing proofs, in 200 orders of messages and syncs")
  func four() { run(4, seeds: 1...200, blocks: 2) }

  @Test("so do 7")
  func seven() { run(7, seeds: 1...60, blocks: 2) }

  @Test("so do 1, 2 and 3, which tolerate no fault", arguments: [1, 2, 3])
  func few(count: Int) { run(count, seeds: 1...20, blocks: 3) }

  @Test(
    "a decision takes (n - 1) + (n - 1)^2 + n(n - 1) messages: 24, 480 and 8,064",
    arguments: [(4, 24), (16, 480), (64, 8_064)])
  func messages(count: Int, expected: Int) {
    let cluster = Cluster(count)
    cluster.submit([cluster.transaction()])
    cluster.decide()
    cluster.expectHeight(1)
    #expect(cluster.sent[MessageKind.prePrepare.slot] == count - 1)
    #expect(cluster.sent[MessageKind.prepare.slot] == (count - 1) * (count - 1))
    #expect(cluster.sent[MessageKind.commit.slot] == count * (count - 1))
    let all: [MessageKind] = [.prePrepare, .prepare, .commit]
    #expect(all.reduce(0) { $0 + cluster.sent[$1.slot] } == expected)
  }

  @Test("the primary proposes only after the fixed time, and only if transactions wait, whatever timers run out late")
  func interval() {
    let cluster = Cluster(4)
    cluster.submit([cluster.transaction()])
    cluster.settle()
    #expect(cluster.sent[MessageKind.prePrepare.slot] == 0, "the interval has not passed")
    cluster.decide()
    cluster.expectHeight(1)
    cluster.decide()
    cluster.expectHeight(1)
    cluster.submit([cluster.transaction()])
    cluster.settle()
    cluster.expectHeight(2)
    #expect(cluster.isArmed(.block, on: 0) && !cluster.isArmed(.block, on: 1))
    cluster.submit([cluster.transaction()])
    cluster.step(0, .timer(.proposal))
    cluster.settle()
    cluster.expectHeight(2)
    cluster.decide()
    cluster.expectHeight(3)
  }

  @Test("votes that come before the pre-prepare are kept and count")
  func early() {
    for seed in 1...50 as ClosedRange<UInt64> {
      let cluster = Cluster(4, seed: seed)
      cluster.submit([cluster.transaction()])
      cluster.settle()
      // The pre-prepare to node 3 is held back until nothing else is under way.
      var held: [Cluster.Envelope] = []
      cluster.corrupt = { _, envelope in
        guard envelope.kind == .prePrepare, envelope.to == NodeID(3) else { return [envelope] }
        held.append(envelope)
        return []
      }
      cluster.decide()
      cluster.expectHeight(1, among: [0, 1, 2])
      cluster.expectHeight(0, among: [3])
      cluster.bag += held
      cluster.settle()
      cluster.expectHeight(1)
      cluster.expectAgreement()
      #expect(cluster.sent[MessageKind.commit.slot] == 12, "node 3 commits too, late as it is")
    }
  }

  @Test("the view-change timer runs from the proposal's arrival to the block's durability, and then stops")
  func timer() {
    let cluster = Cluster(4)
    cluster.corrupt = { _, envelope in envelope.kind == .prePrepare ? [envelope] : [] }
    cluster.submit([cluster.transaction()])
    cluster.decide()
    #expect((0...3).allSatisfy { cluster.isArmed(.viewChange, on: $0) })
    let before = cluster.now
    cluster.fire(.viewChange, on: 1)
    #expect((cluster.now - before).nanoseconds / 1_000_000_000 == 4, "5 s less what has passed")
    #expect(cluster.notes[1].count { $0.kind == PBFTNote.suspected.rawValue } == 1)

    let other = Cluster(4)
    other.submit([other.transaction()])
    other.decide()
    #expect((0...3).allSatisfy { !other.isArmed(.viewChange, on: $0) })
    let effects = other.step(1, .timer(.viewChange))
    #expect(effects.isEmpty, "a timer that ran out just before it was stopped suspects nobody")
  }
}
