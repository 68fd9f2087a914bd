import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: what faulty members can say about views and blocks (Castro and Liskov 1999, 4.4)")
struct ForgedViewTests {
  private func fresh() -> (Cluster, PrePrepare) {
    let cluster = Cluster(4)
    cluster.settle()
    return (cluster, cluster.proposal([cluster.transaction()]))
  }

  private func reasons(_ message: ConsensusMessage, _ cluster: Cluster, at node: Int = 3, from sender: Int = 0)
    -> [DropReason]
  {
    cluster.drops[node] = []
    cluster.hand(message, to: node, from: sender)
    return cluster.drops[node]
  }

  @Test("what is wrong with a view change is said, and nothing is kept of it")
  func viewChanges() {
    let (cluster, proposal) = fresh()
    let digest = proposal.digest
    func reason(
      to view: Int64 = 1, by replica: Int = 2, decided: DecidedCertificate = DecidedCertificate(),
      prepared: PreparedCertificate? = nil, signer: Int? = nil
    ) -> [DropReason] {
      reasons(
        .viewChange(
          cluster.viewChange(to: view, by: replica, decided: decided, prepared: prepared, signer: signer)), cluster)
    }
    func certificate(view: Int64 = 0, at sequence: Int64 = 1, _ votes: [Endorsement]) -> PreparedCertificate {
      PreparedCertificate(view: view, sequence: sequence, digest: digest, votes: votes)
    }
    let good = cluster.endorsements(.prepare, digest, by: [0, 1, 2])
    #expect(reason(by: 4, signer: 2) == [.unknownSender])
    #expect(reason(by: 3) == [.unknownSender], "its own")
    #expect(reason(to: 0) == [.duplicateVote], "there is no way back")
    #expect(reason(to: -1) == [.duplicateVote])
    #expect(reason(signer: 1) == [.badViewChange])
    #expect(reason(prepared: certificate([])) == [.badViewChange])
    #expect(reason(prepared: certificate(Array(good.dropLast()))) == [.badViewChange])
    #expect(reason(prepared: certificate([good[0], good[1], good[1]])) == [.badViewChange])
    #expect(reason(prepared: certificate(at: 2, good)) == [.badViewChange])
    #expect(reason(prepared: certificate(view: 1, good)) == [.badViewChange])
    #expect(reason(prepared: certificate(view: -1, good)) == [.badViewChange])
    let rejecting = (0..<3).map {
      cluster.vote($0 == 0 ? .prePrepare : .prepare, by: $0, on: digest, accepted: $0 < 2)
        .endorsement(in: cluster.membership)
    }
    #expect(reason(prepared: certificate(rejecting)) == [.badViewChange])
    #expect(reason(prepared: certificate(cluster.endorsements(.commit, digest, by: [0, 1, 2]))) == [.badViewChange])
    let future = cluster.preparedCertificate(digest, by: [0, 1, 2], view: 1)
    #expect(reason(prepared: future) == [.badViewChange], "prepared in the view that it asks for")
    let ahead = cluster.preparedCertificate(digest, by: [0, 1, 2], at: 2)
    #expect(reason(prepared: ahead) == [.badViewChange], "not the height after the decided one")

    var decided = cluster.decidedCertificate(proposal, at: 1)
    decided.height = 2
    #expect(reason(decided: decided) == [.badViewChange])
    decided.height = .max
    #expect(reason(decided: decided) == [.badViewChange])
    decided.height = 0
    #expect(reason(decided: decided) == [.badViewChange])
    decided = cluster.decidedCertificate(proposal, at: 1)
    decided.proof.removeLast()
    #expect(reason(decided: decided) == [.badViewChange])

    #expect(cluster.replica(3).viewChanges.allSatisfy { $0 == nil })
    #expect(reason(prepared: certificate(good)) == [], "what was refused does not stand in the way")
    #expect(reason() == [.duplicateVote])
    #expect(!cluster.replica(3).isChangingView, "one alone changes nothing")
  }

  @Test("what is wrong with a new view is said")
  func newViews() {
    let (cluster, proposal) = fresh()
    let changes = (0..<3).map { cluster.viewChange(to: 1, by: $0) }
    func reason(_ proof: NewView) -> [DropReason] { reasons(.newView(proof), cluster) }
    #expect(reason(cluster.newView(1, changes, by: 2)) == [.badNewView], "not the primary")
    #expect(reason(cluster.newView(1, changes, by: 7, signer: 1)) == [.badNewView])
    #expect(reason(cluster.newView(1, changes, signer: 2)) == [.badNewView])
    #expect(reason(cluster.newView(1, Array(changes.dropLast()))) == [.badNewView], "no quorum")
    #expect(reason(cluster.newView(1, [])) == [.badNewView])
    #expect(reason(cluster.newView(1, [changes[0], changes[1], changes[1]])) == [.badNewView])
    let other = cluster.viewChange(to: 2, by: 2)
    #expect(reason(cluster.newView(1, [changes[0], changes[1], other])) == [.badNewView])
    let forged = cluster.viewChange(to: 1, by: 2, signer: 0)
    #expect(reason(cluster.newView(1, [changes[0], changes[1], forged])) == [.badNewView])
    let empty = PreparedCertificate(view: 0, sequence: 1, digest: proposal.digest, votes: [])
    let unproven = cluster.viewChange(to: 1, by: 2, prepared: empty)
    #expect(reason(cluster.newView(1, [changes[0], changes[1], unproven])) == [.badNewView])
    #expect(reason(cluster.newView(0, changes)) == [.otherView])
    // The view changes are signed over: they cannot be exchanged.
    let good = cluster.newView(1, changes)
    let fourth = cluster.viewChange(to: 1, by: 3)
    let exchanged = NewView(
      view: 1, replica: 1, viewChanges: [changes[0], changes[1], fourth], signature: good.signature)
    #expect(reason(exchanged) == [.badNewView])
    #expect(cluster.replica(3).view == 0)
    #expect(reason(good) == [])
    #expect(cluster.replica(3).view == 1 && !cluster.replica(3).isChangingView)
    #expect(reason(good) == [.otherView])
  }

  @Test("blocks without proof, blocks that do not follow and a held block that nobody asked for are refused")
  func blocks() {
    let (cluster, proposal) = fresh()
    let record = cluster.record(proposal, at: 1)
    cluster.hand(ConsensusMessage.blocks(record).bytes, to: 3, from: cluster.client)
    #expect(cluster.drops[3] == [.unknownSender])
    func reasons(_ message: ConsensusMessage, _ cluster: Cluster) -> [DropReason] {
      for member in 0..<3 { cluster.modules[3].replica.catchUp.awaited[member] = true }
      return self.reasons(message, cluster)
    }
    #expect(reasons(.blocks([1, 2, 3]), cluster) == [.malformed])
    var block = cluster.decidedBlock(proposal, at: 1)
    block = Block(
      header: BlockHeader(identifier: block.header.identifier, proof: Array(block.header.proof.dropLast())),
      content: block.content)
    let unproven = LedgerRecord.chunks(height: 1, header: block.header.bytes, content: block.content)
    #expect(reasons(.blocks(Array(unproven.joined())), cluster) == [.badCertificate])
    let stray = cluster.proposal([cluster.transaction()], after: [1, 2, 3])
    #expect(reasons(.blocks(cluster.record(stray, at: 1)), cluster) == [.badCertificate])
    #expect(reasons(.held(identifier: proposal.identifier, proposal.content), cluster) == [.otherDigest])
    #expect(cluster.replica(3).ledger.height == 0 && cluster.replica(3).catchUp.fetched.isEmpty)
    #expect(reasons(.blocks(record), cluster) == [])
    cluster.settle()
    cluster.expectHeight(1, among: [3])
    #expect(reasons(.fetch(Fetch(height: 1, view: 0, digest: nil, replica: 9)), cluster) == [.unknownSender])
    #expect(reasons(.fetch(Fetch(height: 1, view: 0, digest: nil, replica: 3)), cluster) == [.unknownSender])
  }

  @Test("bytes full of frames, each of which claims all that follows, are not searched for records")
  func frames() {
    let (cluster, _) = fresh()
    var bytes: [UInt8] = []
    while bytes.count < 1 << 20 {
      let rest = (1 << 20) - bytes.count - LedgerFrame.size
      let frame = LedgerFrame(height: 1, header: [], contentSize: max(0, rest), contentHash: .zero)
      bytes += frame.bytes
    }
    #expect(reasons(.blocks(bytes), cluster) == [.malformed])
    #expect(cluster.replica(3).catchUp.fetched.isEmpty)
  }

  @Test("in a view that starts above a replica's last block it votes for nothing below that start")
  func floor() {
    let (cluster, decided) = fresh()
    // Replica 2 alone has decided; replica 1, faulty, leads the next view and proposes another block in its place.
    let changes = [
      cluster.viewChange(to: 1, by: 0), cluster.viewChange(to: 1, by: 1),
      cluster.viewChange(to: 1, by: 2, decided: cluster.decidedCertificate(decided, at: 1)),
    ]
    #expect(reasons(.newView(cluster.newView(1, changes)), cluster) == [])
    let other = cluster.proposal([cluster.transaction()], by: 1, view: 1)
    #expect(reasons(.prePrepare(other), cluster) == [.alreadyDecided])
    #expect(cluster.replica(3).voteLog.promised(view: 1, sequence: 1) == nil)
    #expect(reasons(.blocks(cluster.record(decided, at: 1)), cluster) == [])
    cluster.settle()
    let next = cluster.proposal(
      [cluster.transaction()], by: 1, after: decided.identifier, view: 1, sequence: 2)
    #expect(reasons(.prePrepare(next), cluster) == [])
    #expect(cluster.replica(3).voteLog.promised(view: 1, sequence: 2)?.digest == next.digest)
  }

  @Test("of what was prepared in several views the latest must be proposed again, and nothing else is voted for")
  func latestWins() {
    let (cluster, first) = fresh()
    let second = cluster.proposal([cluster.transaction()], by: 1, view: 1)
    let changes = [
      cluster.viewChange(to: 2, by: 0, prepared: cluster.preparedCertificate(first.digest, by: [0, 1, 2])),
      cluster.viewChange(to: 2, by: 1, prepared: cluster.preparedCertificate(second.digest, by: [0, 1, 3], view: 1)),
      cluster.viewChange(to: 2, by: 2),
    ]
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
      #expect(cluster.newView(2, order.map { changes[$0] }).obligation?.digest == second.digest)
    }
    #expect(reasons(.newView(cluster.newView(2, changes)), cluster) == [])
    func again(_ proposal: PrePrepare) -> ConsensusMessage {
      .prePrepare(
        PrePrepare(
          vote: cluster.vote(.prePrepare, by: 2, on: proposal.digest, view: 2), identifier: proposal.identifier,
          content: proposal.content))
    }
    #expect(reasons(again(first), cluster) == [.conflictsWithNewView])
    let fresh = cluster.proposal([cluster.transaction()], by: 2, view: 2)
    #expect(reasons(.prePrepare(fresh), cluster) == [.conflictsWithNewView])
    #expect(reasons(again(second), cluster) == [])
    #expect(cluster.replica(3).voteLog.promised(view: 2, sequence: 1)?.digest == second.digest)
  }

  @Test("a huge view number from one replica changes nothing, in whatever message")
  func hugeView() {
    let cluster = Cluster(4)
    cluster.settle()
    cluster.corrupt = { _, envelope in envelope.from == NodeID(3) ? [] : [envelope] }
    let digest = SHA256Hasher.digest([1])
    for node in 0...2 {
      for view in [ViewChange.highestView, ViewChange.highestView + 1, .max] {
        cluster.hand(.viewChange(cluster.viewChange(to: view, by: 3)), to: node, from: 3)
      }
      cluster.hand(.fetch(Fetch(height: .max, view: .max, digest: .zero, replica: 3)), to: node, from: 3)
      for sequence in [Int64.min, -1, 0, 1, .max] {
        for phase in [VotePhase.prepare, .commit] {
          cluster.hand(cluster.vote(phase, by: 3, on: digest, view: .max, sequence: sequence), to: node)
        }
        cluster.hand(cluster.vote(.commit, by: 3, on: digest, view: .min, sequence: sequence), to: node)
      }
      #expect(cluster.replica(node).deferred.count <= DeferredMessages.limit)
    }
    for height in 1...3 {
      let transaction = cluster.load([0, 1, 2])
      #expect(cluster.run { cluster.hold([transaction], [0, 1, 2]) }, "\(cluster.standing)")
      #expect((0...2).allSatisfy { cluster.replica($0).view == 0 && cluster.blocks[$0].count == height })
    }
    #expect(!cluster.run(2_000) { (0...2).contains { cluster.replica($0).isChangingView } })
    #expect(cluster.bag.isEmpty && (0...2).allSatisfy { !cluster.isArmed(.catchUp, on: $0) }, "they give up asking")
    // With a correct replica's it is the lower one that is joined.
    cluster.hand(.viewChange(cluster.viewChange(to: 1, by: 1)), to: 0, from: 1)
    #expect(cluster.replica(0).view == 1)
  }

  @Test("deferred messages are bounded, and the latest of a replica are kept")
  func deferral() {
    let cluster = Cluster(7)
    cluster.settle()
    for view in 1...30 as ClosedRange<Int64> {
      cluster.now = cluster.now + .seconds(1)
      for member in 1...6 {
        cluster.hand(cluster.vote(.prepare, by: member, on: .zero, view: view), to: 0)
        cluster.hand(cluster.vote(.commit, by: member, on: .zero, view: view, signer: 0), to: 0)
      }
    }
    #expect(cluster.replica(0).deferred.count == 6 * DeferredMessages.limit)
    var deferred = cluster.replica(0).deferred
    let views = deferred.takeAll().map { message -> Int64 in
      guard case .vote(let vote) = message else { return -1 }
      return vote.view
    }
    #expect(views.allSatisfy { $0 > 30 - Int64(DeferredMessages.limit) })
    #expect(deferred.count == 0)
  }

  @Test("blocks that wait to be written are bounded, however many are sent")
  func fetched() {
    let (cluster, proposal) = fresh()
    var records = cluster.record(proposal, at: 1)
    let block = cluster.decidedBlock(proposal, at: 1)
    for height in 2...1_500 as ClosedRange<Int64> {
      let chunks = LedgerRecord.chunks(height: height, header: block.header.bytes, content: block.content)
      records += chunks.joined()
    }
    cluster.hand(.blocks(records), to: 3, from: 0)
    #expect(cluster.replica(3).catchUp.fetched.count <= 1_024)
    cluster.settle()
    #expect(cluster.dropped(.badCertificate, by: 3) == 1)
    cluster.expectHeight(1, among: [3])
    #expect(cluster.replica(3).catchUp.fetched.isEmpty)
  }

  @Test("a new primary does not wait for a block that only a faulty replica can show to be prepared")
  func hiddenBlock() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let cluster = Cluster(4, seed: seed)
      cluster.settle()
      let hidden = cluster.proposal([cluster.transaction()])
      let prepared = cluster.preparedCertificate(hidden.digest, by: [0, 1, 2])
      cluster.corrupt = { _, envelope in envelope.from == NodeID(0) ? [] : [envelope] }
      cluster.hand(.viewChange(cluster.viewChange(to: 1, by: 0, prepared: prepared)), to: 1, from: 0)
      let transaction = cluster.load([1, 2, 3])
      #expect(cluster.run { cluster.hold([transaction], [1, 2, 3]) }, "\(cluster.standing)")
      #expect(cluster.replica(1).view == 1)
    }
  }

  @Test("a correct replica that is one view ahead does not hold up the others")
  func oneAhead() {
    let cluster = Cluster(4)
    cluster.settle()
    let transaction = cluster.load([0, 1, 2])
    cluster.crash(3)
    cluster.partition()
    cluster.fire(.block, on: 0)
    cluster.settle()
    for node in 0...2 { cluster.fire(.viewChange, on: node) }
    cluster.settle()
    // Its word of view 1 was never heard, and is lost: it goes on to view 2.
    cluster.restart(0)
    cluster.settle()
    cluster.fire(.viewChange, on: 0)
    cluster.settle()
    #expect((0...2).map { cluster.replica($0).view } == [2, 1, 1])
    cluster.isCut = nil
    #expect(cluster.run { cluster.hold([transaction], [0, 1, 2]) }, "\(cluster.standing)")
  }

  @Test("commits that race a fetched block: each height is delivered once", arguments: [false, true])
  func race(fetchFirst: Bool) {
    let (cluster, proposal) = fresh()
    cluster.hand(proposal, to: 3)
    let fetched = ConsensusMessage.blocks(cluster.record(proposal, at: 1))
    if fetchFirst { cluster.hand(fetched, to: 3, from: 0) }
    for member in 0...2 { cluster.hand(cluster.vote(.commit, by: member, on: proposal.digest), to: 3) }
    if !fetchFirst { cluster.hand(fetched, to: 3, from: 0) }
    cluster.settle()
    cluster.hand(fetched, to: 3, from: 0)
    cluster.settle()
    cluster.expectHeight(1, among: [3])
    #expect(cluster.blocks[3][0].digest == proposal.digest)
  }
}
