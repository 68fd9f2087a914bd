import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: progress and agreement through crashes, silence and partitions (Castro and Liskov 1999, 4.4)")
struct ViewChangeTests {
  static let sizes = Seeds.sizes(four: 30, seven: 8)

  private func silence(_ cluster: Cluster, _ nodes: Set<Int>) {
    cluster.corrupt = { _, envelope in nodes.contains(Int(envelope.from.index)) ? [] : [envelope] }
  }

  @Test("a silent primary, and up to f of them in a row", arguments: sizes)
  func silentPrimaries(count: Int, seeds: Int) {
    for silent in 1...(count - 1) / 3 {
      let nodes = Set(0..<silent)
      Cluster.survive(count, seeds: seeds / 2, faulty: nodes, blocks: 2) { silence($0, nodes) }
    }
  }

  @Test("one silent primary costs one view: the next has its time, however long the transactions have waited")
  func oneView() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let cluster = Cluster(4, seed: seed)
      cluster.settle()
      silence(cluster, [0])
      let asked = (1...3).map { cluster.load([$0]) }
      #expect(cluster.run { cluster.hold(asked, [1, 2, 3]) }, "seed \(seed): \(cluster.standing)")
      #expect((1...3).allSatisfy { cluster.replica($0).view == 1 }, "seed \(seed): \(cluster.standing)")
      #expect(cluster.now - .start < .seconds(7))
    }
  }

  @Test("a primary that crashes at any point of a round, and comes back after the others went on", arguments: sizes)
  func primaryCrash(count: Int, seeds: Int) {
    Cluster.survive(count, seeds: seeds * 3) { cluster in
      let nodes = Array(0..<count)
      let transaction = cluster.load(nodes)
      cluster.fire(.block, on: 0)
      cluster.run(Int(cluster.stream.below(UInt64(count * count * 3))))
      cluster.crash(0, torn: Int(cluster.stream.below(3) * 150))
      let others = Array(nodes.dropFirst())
      #expect(cluster.run { cluster.hold([transaction], others) }, "\(cluster.standing)")
    }
  }

  @Test("one replica alone commits and the primary falls silent: the others decide the same block", arguments: sizes)
  func oneCommitted(count: Int, seeds: Int) {
    Cluster.survive(count, seeds: seeds, faulty: [0]) { cluster in
      let lucky = 1 + Int(cluster.stream.below(UInt64(count - 1)))
      // Commits reach one replica only, which then is cut off.
      cluster.corrupt = { _, envelope in envelope.kind == .commit && envelope.to != NodeID(lucky) ? [] : [envelope] }
      cluster.submit([cluster.transaction()])
      cluster.decide()
      cluster.expectHeight(1, among: [lucky])
      cluster.corrupt = { _, envelope in envelope.from == NodeID(0) ? [] : [envelope] }
      let block = cluster.blocks[lucky][0]
      if cluster.stream.below(2) == 0 {
        cluster.isCut = { from, to in from == lucky || to == lucky }
        cluster.loss = 5
        cluster.run(400)
      }
      cluster.heal()
      let others = Array(1..<count)
      let next = cluster.load(others)
      #expect(cluster.run { cluster.hold([next], others) }, "\(cluster.standing)")
      for node in others { #expect(cluster.blocks[node].first?.digest == block.digest) }
    }
  }

  @Test("an equivocating primary whose halves deadlock is replaced", arguments: sizes)
  func equivocation(count: Int, seeds: Int) {
    Cluster.survive(count, seeds: seeds, faulty: [0]) { cluster in
      let proposals = [cluster.proposal([cluster.transaction()]), cluster.proposal([cluster.transaction()])]
      for receiver in 1..<count {
        let choice = proposals[Int(cluster.stream.below(2))]
        cluster.post(.prePrepare(choice), from: 0, to: receiver)
        for proposal in proposals where cluster.stream.below(2) == 0 {
          cluster.post(.vote(cluster.vote(.commit, by: 0, on: proposal.digest)), from: 0, to: receiver)
        }
      }
      silence(cluster, [0])
      cluster.run(Int(cluster.stream.below(200)))
    }
  }

  @Test("a network that loses and delays messages, and heals", arguments: sizes)
  func lossy(count: Int, seeds: Int) {
    Cluster.survive(count, seeds: seeds) { cluster in
      (cluster.loss, cluster.haste) = (cluster.stream.below(30), cluster.stream.below(5))
      for _ in 1...4 {
        _ = cluster.load([Int(cluster.stream.below(UInt64(count)))])
        cluster.run(count * count * 8)
      }
    }
  }

  @Test("a transaction that only the primary has, in a proposal that is lost, is proposed again", arguments: sizes)
  func lostProposal(count: Int, seeds: Int) {
    for seed in 1...seeds {
      let cluster = Cluster(count, seed: UInt64(seed))
      cluster.settle()
      cluster.isCut = { from, _ in from == 0 }
      let transaction = cluster.load([0])
      cluster.fire(.block, on: 0)
      cluster.settle()
      cluster.heal()
      #expect(cluster.run { cluster.hold([transaction], Array(0..<count)) }, "seed \(seed): \(cluster.standing)")
    }
  }

  @Test("a proposal leaves its room to others, and none of what was accepted is lost with it", arguments: sizes)
  func fullWhileProposing(count: Int, seeds: Int) {
    for seed in 1...seeds {
      let cluster = Cluster(count, seed: UInt64(seed), pending: 2)
      cluster.settle()
      cluster.isCut = { from, _ in from == 0 }
      let transactions = (0..<5).map { _ in cluster.transaction() }
      cluster.submit(Array(transactions.prefix(2)))
      cluster.fire(.block, on: 0)
      cluster.settle()
      cluster.submit(Array(transactions.dropFirst(2)))
      let accepted = transactions.filter { cluster.receipt(of: $0) == .some(nil) }
      #expect(accepted.map(\.id) == transactions.prefix(4).map(\.id))
      cluster.heal()
      #expect(cluster.run { cluster.hold(accepted, Array(0..<count)) }, "seed \(seed): \(cluster.standing)")
    }
  }

  @Test("partitions: a minority, halves, a star, everyone alone; then healed", arguments: sizes)
  func partitions(count: Int, seeds: Int) {
    let nodes = Array(0..<count)
    for shape in 0...4 {
      Cluster.survive(count, seeds: seeds / 2) { cluster in
        let first = Int(cluster.stream.below(UInt64(count)))
        let turned = nodes.map { ($0 + first) % count }
        let faults = (count - 1) / 3
        switch shape {
        case 0: cluster.partition(Array(turned[..<faults]), Array(turned[faults...]))
        case 1: cluster.partition(Array(turned[..<(count / 2)]), Array(turned[(count / 2)...]))
        case 2: cluster.isCut = { from, to in from != first && to != first }
        case 3: cluster.partition()
        // One direction only.
        default: cluster.isCut = { from, to in from == first && to % 2 == 0 }
        }
        cluster.haste = cluster.stream.below(3)
        for _ in 1...3 {
          _ = cluster.load(nodes)
          cluster.run(count * count * 10)
        }
      }
    }
  }

  @Test("a member that was cut off for long, beyond the watermarks, catches up", arguments: [(4, 3), (7, 1)])
  func catchUp(count: Int, seeds: Int) {
    Cluster.survive(count, seeds: seeds) { cluster in
      let away = Int(cluster.stream.below(UInt64(count)))
      cluster.isCut = { from, to in from == away || to == away }
      let others = (0..<count).filter { $0 != away }
      for _ in 1...70 {
        let transaction = cluster.load(others)
        #expect(cluster.run { cluster.hold([transaction], others) }, "\(cluster.standing)")
      }
    }
  }

  @Test("restarts of any replicas at any points, with torn files, up to all at once", arguments: sizes)
  func restarts(count: Int, seeds: Int) {
    for seed in 1...seeds {
      let cluster = Cluster(count, seed: UInt64(seed))
      cluster.settle()
      cluster.haste = UInt64(seed % 3)
      for _ in 1...3 {
        _ = cluster.load(Array(0..<count))
        cluster.run(Int(cluster.stream.below(UInt64(count * count * 8))))
        let number = [1, (count - 1) / 3, count][Int(cluster.stream.below(3))]
        for _ in 1...number {
          let node = number == count ? cluster.down.count : Int(cluster.stream.below(UInt64(count)))
          cluster.crash(node, torn: Int(cluster.stream.below(4) * 200))
        }
        cluster.run(Int(cluster.stream.below(30)))
        for node in cluster.down.sorted() { cluster.power(node) }
      }
      cluster.heal()
      let last = cluster.load(Array(0..<count))
      // What the modules drop while they start is lost.
      let nodes = Array(0..<count)
      let isDone = cluster.run(60_000) { cluster.hold([last], nodes) }
      #expect(isDone, "seed \(seed): \(cluster.standing)")
      cluster.expectAgreement()
    }
  }

  @Test("after a total loss of power in the middle of a round what any replica had decided is decided by all")
  func powerLoss() {
    for seed in 1...100 as ClosedRange<UInt64> {
      let cluster = Cluster(4, seed: seed)
      cluster.settle()
      cluster.submit([cluster.transaction()])
      cluster.fire(.block, on: 0)
      cluster.run(20 + Int(cluster.stream.below(50)))
      for node in 0..<4 { cluster.crash(node, torn: Int(cluster.stream.below(3) * 100)) }
      cluster.bag = []
      let decided = cluster.blocks.map(\.count).max()!
      for node in 0..<4 { cluster.power(node) }
      // Nobody asks for anything.
      let isDone = cluster.run { (0..<4).allSatisfy { cluster.blocks[$0].count >= decided } }
      #expect(isDone, "seed \(seed): \(cluster.standing)")
      cluster.expectAgreement()
    }
  }

  @Test("a transaction that the primary never proposes leads to a view change, even if one backup alone has it")
  func censorship() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let cluster = Cluster(4, seed: seed)
      cluster.settle()
      cluster.corrupt = { _, envelope in envelope.kind == .forward && envelope.to == NodeID(0) ? [] : [envelope] }
      let transaction = cluster.load([2])
      let isDone = cluster.run { cluster.hold([transaction], Array(0..<4)) }
      #expect(isDone, "seed \(seed): \(cluster.standing)")
      #expect(cluster.replica(2).view > 0)
    }
  }

  @Test("a view change before every block, a thousand in a row")
  func turns() {
    let cluster = Cluster(4)
    cluster.settle()
    let nodes = Array(0..<4)
    for turn in 1...1_000 {
      for node in nodes where !cluster.modules[node].replica.isChangingView {
        cluster.timers[node][TimerID.viewChange.slot] = cluster.now
        cluster.modules[node].replica.viewChangeDeadline = cluster.now
      }
      let transaction = cluster.load(nodes)
      #expect(cluster.run { cluster.hold([transaction], nodes) }, "turn \(turn): \(cluster.standing)")
      guard cluster.hold([transaction], nodes) else { return }
    }
    #expect(nodes.allSatisfy { cluster.replica($0).view >= 1_000 })
    cluster.expectAgreement()
  }

  @Test("1, 2 and 3 replicas, of which none may fail, go on after any restarts", arguments: [1, 2, 3])
  func few(count: Int) {
    Cluster.survive(count, seeds: 40) { cluster in
      _ = cluster.load([Int(cluster.stream.below(UInt64(count)))])
      cluster.run(Int(cluster.stream.below(40)))
      cluster.restart(Int(cluster.stream.below(UInt64(count))), torn: Int(cluster.stream.below(4) * 150))
      cluster.run(Int(cluster.stream.below(40)))
    }
  }
}
