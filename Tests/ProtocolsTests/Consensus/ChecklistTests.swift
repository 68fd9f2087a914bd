import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: what implementations get wrong (docs/models/pbft-checklist.md)")
struct ChecklistTests {
  static let sizes = Seeds.sizes(four: 20, seven: 6)

  @Test("one request at two heights is decided at one of them only", arguments: sizes)
  func requestAtTwoHeights(count: Int, seeds: Int) {
    Cluster.survive(count, seeds: seeds, faulty: [0]) { cluster in
      // The primary gives the request to some at height 1, to the others at height 2, after another block.
      let request = cluster.transaction()
      let alone = cluster.proposal([request])
      let other = cluster.proposal([cluster.transaction()])
      let later = cluster.proposal([request], after: other.identifier, sequence: 2)
      for receiver in 1..<count {
        let proposals = cluster.stream.below(2) == 0 ? [alone] : [other, later]
        for proposal in proposals {
          cluster.post(.prePrepare(proposal), from: 0, to: receiver)
          let commit = cluster.vote(.commit, by: 0, on: proposal.digest, sequence: proposal.vote.sequence)
          cluster.post(.vote(commit), from: 0, to: receiver)
        }
      }
      cluster.corrupt = { _, envelope in envelope.from == NodeID(0) ? [] : [envelope] }
      cluster.run(Int(cluster.stream.below(300)))
      for node in 1..<count {
        let places = cluster.blocks[node].flatMap(\.content.transactions).count { $0.id == request.id }
        #expect(places <= 1, "node \(node)")
      }
    }
  }

  @Test("a proposal that comes before the block before it is written costs no view change", arguments: sizes)
  func primaryAhead(count: Int, seeds: Int) {
    for seed in 1...seeds {
      let cluster = Cluster(count, seed: UInt64(seed))
      cluster.settle()
      // The ledger of one backup is written late: the others are two blocks ahead.
      let slow = 1 + Int(cluster.stream.below(UInt64(count - 1)))
      let nodes = Array(0..<count)
      var late: [Cluster.File.Request] = []
      for _ in 1...2 {
        let transaction = cluster.load([0])
        let isDone = cluster.run {
          late += cluster.files[slow][FileID.ledger.slot].requests
          cluster.files[slow][FileID.ledger.slot].requests = []
          return cluster.hold([transaction], nodes.filter { $0 != slow })
        }
        #expect(isDone, "seed \(seed): \(cluster.standing)")
      }
      #expect(cluster.replica(slow).concluded == 0)
      cluster.files[slow][FileID.ledger.slot].requests = late
      #expect(cluster.run { cluster.replica(slow).concluded == 2 }, "seed \(seed): \(cluster.standing)")
      #expect(nodes.allSatisfy { cluster.replica($0).view == 0 }, "seed \(seed): \(cluster.standing)")
      cluster.expectAgreement()
    }
  }

  @Test("a view starts from the highest block that any of its view changes shows, whenever that one came")
  func startOverAll() {
    for last in 0...3 where last != 1 {
      let cluster = Cluster(4)
      cluster.settle()
      let first = cluster.proposal([cluster.transaction()])
      let decided = cluster.decidedCertificate(first, at: 1)
      let changes = [0, 2, 3].filter { $0 != last }.map { cluster.viewChange(to: 1, by: $0) }
      let all = changes + [cluster.viewChange(to: 1, by: last, decided: decided)]
      #expect(NewView.start(all).height == 1)
      #expect(NewView.start(all.reversed()).height == 1)
      let proof = cluster.newView(1, all)
      let receiver = last == 2 ? 3 : 2
      cluster.hand(.newView(proof), to: receiver, from: 1)
      #expect(cluster.replica(receiver).floor == 1)
    }
  }

  @Test("a view change that shows nothing erases nothing that is committed", arguments: sizes)
  func emptyProofs(count: Int, seeds: Int) {
    let liar = count - 1
    Cluster.survive(count, seeds: seeds, faulty: [0, liar].count > (count - 1) / 3 ? [liar] : [0, liar]) { cluster in
      // One correct replica decides; the liar claims to know of nothing, ever after.
      let lucky = 1 + Int(cluster.stream.below(UInt64(count - 2)))
      cluster.corrupt = { _, envelope in envelope.kind == .commit && envelope.to != NodeID(lucky) ? [] : [envelope] }
      cluster.submit([cluster.transaction()])
      cluster.decide()
      let block = cluster.blocks[lucky][0]
      cluster.corrupt = { cluster, envelope in
        guard envelope.from == NodeID(liar), envelope.kind == .viewChange else { return [envelope] }
        guard case .consensus(.viewChange(let change)) = ModuleMessage(decoding: envelope.payload.bytes).content else {
          return [envelope]
        }
        var empty = envelope
        empty.payload = Payload(
          ConsensusMessage.viewChange(cluster.viewChange(to: change.view, by: liar)).bytes)
        return [empty]
      }
      // The one that decided falls silent, and the others change views.
      cluster.isCut = { from, to in from == lucky || to == lucky }
      let others = (0..<count).filter { $0 != lucky }
      let next = cluster.load(others)
      cluster.run(2_000) { cluster.hold([next], others.filter { $0 != liar }) }
      for node in others where node != liar && !cluster.blocks[node].isEmpty {
        #expect(cluster.blocks[node][0].digest == block.digest, "node \(node)")
      }
    }
  }

  @Test("a replica that waits in a view change is put to work again by catching up", arguments: sizes)
  func reactivated(count: Int, seeds: Int) {
    for seed in 1...seeds {
      let cluster = Cluster(count, seed: UInt64(seed))
      cluster.settle()
      let alone = 1 + Int(cluster.stream.below(UInt64(count - 1)))
      let others = (0..<count).filter { $0 != alone }
      // Cut off with a transaction of its own, it leaves the view; the others decide in another one meanwhile.
      cluster.isCut = { from, to in from == alone || to == alone }
      _ = cluster.load([alone])
      cluster.run { cluster.replica(alone).isChangingView }
      for node in others { cluster.timers[node][TimerID.viewChange.slot] = nil }
      var asked: [Transaction] = []
      for _ in 1...2 {
        asked.append(cluster.load(others))
        #expect(cluster.run { cluster.hold(asked, others) }, "seed \(seed): \(cluster.standing)")
      }
      cluster.heal()
      asked.append(cluster.load(Array(0..<count)))
      let isDone = cluster.run(60_000) { cluster.hold(asked, Array(0..<count)) }
      #expect(isDone, "seed \(seed): \(cluster.standing)")
      // One that is out of its view follows, and takes part again in the next.
      for node in others where !cluster.replica(node).isChangingView {
        cluster.timers[node][TimerID.viewChange.slot] = cluster.now
        cluster.modules[node].replica.viewChangeDeadline = cluster.now
      }
      cluster.run(60_000) { cluster.replica(alone).isChangingView == false }
      #expect(!cluster.replica(alone).isChangingView, "seed \(seed): \(cluster.standing)")
      cluster.expectAgreement()
    }
  }

  @Test("a primary that proposes only just before the timeout writes all that waits with each block", arguments: sizes)
  func floor(count: Int, seeds: Int) {
    for seed in 1...min(seeds, 100) {
      let cluster = Cluster(count, seed: UInt64(seed))
      cluster.settle()
      let nodes = Array(0..<count)
      for round in 1...5 {
        let asked = nodes.map { cluster.load([$0]) }
        cluster.settle()
        let begun = cluster.now
        // Slower than that, and it is replaced.
        cluster.timers[0][TimerID.block.slot] = cluster.now + (cluster.settings.viewChangeTimeout - .milliseconds(100))
        #expect(cluster.run { cluster.hold(asked, nodes) }, "seed \(seed), round \(round): \(cluster.standing)")
        #expect(cluster.now - begun < cluster.settings.viewChangeTimeout + .seconds(1))
      }
      #expect(nodes.allSatisfy { cluster.replica($0).view == 0 }, "seed \(seed): \(cluster.standing)")
      #expect(cluster.blocks[0].count <= 6 && cluster.blocks[0].last!.content.transactions.count >= 1)
    }
  }

  @Test("a client that hands different requests to different replicas gets each of them decided once", arguments: sizes)
  func splitClient(count: Int, seeds: Int) {
    Cluster.survive(count, seeds: seeds) { cluster in
      let nodes = Array(0..<count)
      var asked: [Transaction] = []
      for _ in 1...3 {
        for node in nodes { asked.append(cluster.load([node])) }
        // And one of them to some others as well.
        let again = asked[Int(cluster.stream.below(UInt64(asked.count)))]
        for node in nodes where cluster.stream.below(2) == 0 { cluster.submit([again], to: node) }
        cluster.run(Int(cluster.stream.below(200)))
      }
      #expect(cluster.run(60_000) { cluster.hold(asked, nodes) }, "\(cluster.standing)")
      let written = cluster.blocks[0].flatMap(\.content.transactions).map(\.id)
      #expect(Set(written).count == written.count)
    }
  }

  @Test("a read says what is durable here, and replicas that answer never contradict each other", arguments: sizes)
  func reads(count: Int, seeds: Int) {
    for seed in 1...seeds {
      let cluster = Cluster(count, seed: UInt64(seed))
      cluster.settle()
      let nodes = Array(0..<count)
      let first = cluster.load(nodes)
      #expect(cluster.run { cluster.hold([first], nodes) })
      // Neither half can decide; both answer.
      cluster.partition(Array(nodes[..<(count / 2)]), Array(nodes[(count / 2)...].dropLast()))
      let second = cluster.load(nodes)
      cluster.run(500)
      for node in nodes {
        cluster.answers = []
        for transaction in [first, second] {
          cluster.hand(ClientMessage.lookup(transaction.id).bytes, to: node, from: cluster.client)
        }
        let heights = cluster.answers.compactMap { answer -> Int64? in
          guard case .found(_, let height) = answer else { return nil }
          return height
        }
        #expect(heights == [1, 0], "seed \(seed), node \(node)")
      }
    }
  }

  @Test("one replica that is cut off, and asks and suspects all the time, stops nobody", arguments: sizes)
  func oneCutOff(count: Int, seeds: Int) {
    for seed in 1...seeds {
      let cluster = Cluster(count, seed: UInt64(seed))
      cluster.settle()
      let alone = 1 + Int(cluster.stream.below(UInt64(count - 1)))
      // It hears nothing, and is heard.
      cluster.isCut = { _, to in to == alone }
      cluster.haste = cluster.stream.below(3)
      let others = (0..<count).filter { $0 != alone }
      for _ in 1...4 {
        let transaction = cluster.load(Array(0..<count))
        #expect(cluster.run { cluster.hold([transaction], others) }, "seed \(seed): \(cluster.standing)")
      }
      cluster.expectAgreement()
    }
  }

  @Test("under lasting overload a backup's transactions are written, and nobody is suspected", arguments: [4, 7])
  func overload(count: Int) {
    let cluster = Cluster(count, pending: 8)
    cluster.settle()
    let nodes = Array(0..<count)
    // The primary's clients fill its list as soon as there is room; a backup has one of its own.
    var waiting: [Transaction] = []
    for _ in 1...30 {
      for _ in 1...8 { _ = cluster.load([0]) }
      if waiting.isEmpty {
        waiting = [cluster.transaction()]
        cluster.submit(waiting, to: 2)
      }
      let height = cluster.replica(2).concluded
      // Before anything that is forwarded arrives, the list is full again.
      #expect(cluster.run { cluster.replica(2).concluded > height }, "\(cluster.standing)")
      cluster.now = cluster.now + .seconds(1)
      if cluster.hold(waiting, [2]) { waiting = [] }
    }
    #expect(nodes.allSatisfy { cluster.replica($0).view == 0 }, "\(cluster.standing)")
  }

  @Test("what members urge stands in the next block though the list is full, one of each member")
  func urged() {
    let cluster = Cluster(4, pending: 2)
    cluster.settle()
    cluster.submit([cluster.transaction(), cluster.transaction()])
    let urgent = (1...3).map { _ in cluster.transaction() }
    for member in 1...3 {
      let message = Payload(ClientMessage.urge(urgent[member - 1]).bytes)
      cluster.step(0, .message(message, from: NodeID(member)))
    }
    cluster.step(0, .message(Payload(ClientMessage.urge(cluster.transaction()).bytes), from: cluster.client))
    #expect(cluster.drops[0].last == .unknownSender)
    cluster.decide()
    cluster.expectHeight(1)
    #expect(Array(cluster.blocks[0][0].content.transactions.map(\.id).prefix(3)) == urgent.map(\.id))
    #expect(cluster.blocks[0][0].content.transactions.count == 5)
  }

  @Test("what members urge stands in the next block though it waits at the end of a list that is longer")
  func urgedFirst() {
    let cluster = Cluster(4, blockBytes: 12_000)
    cluster.settle()
    let waiting = (1...20).map { _ in cluster.transaction(bytes: 1_000) }
    cluster.submit(waiting)
    let urged = waiting[19]
    cluster.step(0, .message(Payload(ClientMessage.urge(urged)), from: NodeID(3)))
    cluster.decide()
    let block = cluster.blocks[0][0].content.transactions.map(\.id)
    #expect(block.first == urged.id && block.count > 1 && block.count < 20)
    #expect(block.dropFirst().first == waiting[0].id && Set(block).count == block.count)
  }

  @Test("what was urged and is decided meanwhile makes no empty block")
  func urgedInTime() {
    let cluster = Cluster(4)
    cluster.settle()
    let transaction = cluster.transaction()
    cluster.submit([transaction])
    cluster.fire(.block, on: 0)
    cluster.step(0, .message(Payload(ClientMessage.urge(transaction)), from: NodeID(3)))
    cluster.decide()
    cluster.expectHeight(1)
    #expect(!cluster.replica(0).isProposing)
  }

  @Test("a member that urges large transactions again and again keeps nobody else's out")
  func urgedLarge() {
    let cluster = Cluster(4, blockBytes: 4_000, pending: 2)
    cluster.settle()
    func urge(_ transaction: Transaction, by member: Int) {
      cluster.step(0, .message(Payload(ClientMessage.urge(transaction)), from: NodeID(member)))
    }
    let honest = cluster.transaction(bytes: 1_000)
    for height in 1...4 {
      cluster.submit([cluster.transaction(), cluster.transaction()])
      urge(cluster.transaction(bytes: 2_000), by: 1)
      if height == 1 { urge(honest, by: 3) }
      cluster.decide()
      cluster.expectHeight(height)
    }
    #expect(cluster.blocks[0].contains { $0.content.transactions.contains { $0.id == honest.id } })
  }

  @Test("what members urge without end keeps the primary's own transactions out no longer than its turn")
  func ownTurn() {
    let cluster = Cluster(4, blockBytes: 4_000, pending: 2)
    cluster.settle()
    // Two of them do not fit into one block.
    let bytes = 1_990 - cluster.transaction(bytes: 0).bytes.count
    let own = cluster.transaction(bytes: bytes)
    cluster.submit([own, cluster.transaction()])
    for _ in 1...5 {
      for member in 1...3 {
        let message = Payload(ClientMessage.urge(cluster.transaction(bytes: bytes)))
        cluster.step(0, .message(message, from: NodeID(member)))
      }
      cluster.decide()
    }
    #expect(cluster.hold([own], [0]))
  }

  @Test("a replica's need is heard though all lists are full: the primary has room for it")
  func needInOverload() {
    let cluster = Cluster(4, pending: 2)
    cluster.settle()
    for node in 0...2 { cluster.submit([cluster.transaction(), cluster.transaction()], to: node) }
    let needed = cluster.transaction()
    cluster.submit([needed], to: 3)
    cluster.bag = []
    cluster.fire(.viewChange, on: 3)
    cluster.settle()
    #expect(cluster.replica(3).isChangingView && !cluster.replica(0).isChangingView)
    cluster.decide()
    #expect(cluster.hold([needed], [0, 1, 2]))
  }

  @Test("a primary that has decided meanwhile what its view should begin with lets the others know")
  func ahead() {
    let cluster = Cluster(4)
    cluster.settle()
    let first = cluster.proposal([cluster.transaction()])
    let prepared = cluster.preparedCertificate(first.digest, by: [0, 2, 3])
    // Replica 1 has the block; in their view changes all say that it is prepared, and none that it is decided.
    let changes = [0, 2, 3].map { cluster.viewChange(to: 1, by: $0, prepared: prepared) }
    cluster.hand(.blocks(cluster.record(first, at: 1)), to: 1, from: 0)
    cluster.settle()
    cluster.expectHeight(1, among: [1])
    for node in [0, 2, 3] {
      cluster.hand(.newView(cluster.newView(1, changes)), to: node, from: 1)
    }
    cluster.hand(.newView(cluster.newView(1, changes)), to: 1, from: 1)
    #expect(cluster.run { (0...3).allSatisfy { cluster.replica($0).concluded == 1 } }, "\(cluster.standing)")
    #expect((0...3).allSatisfy { cluster.replica($0).view == 1 }, "\(cluster.standing)")
  }
}
