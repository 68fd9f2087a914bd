import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: which votes count")
struct VoteAdmissionTests {
  /// Four replicas at rest, and a proposal that nobody has seen.
  private func fresh() -> (Cluster, PrePrepare) {
    let cluster = Cluster(4)
    cluster.settle()
    return (cluster, cluster.proposal([cluster.transaction()]))
  }

  private func syncVotes(of node: Int, _ cluster: Cluster) {
    while !cluster.files[node][FileID.votes.slot].requests.isEmpty { cluster.answer(node, .votes) }
  }

  @Test("a repeated prepare or commit counts once", arguments: [VotePhase.prepare, .commit])
  func duplicates(phase: VotePhase) {
    let (cluster, proposal) = fresh()
    let vote = cluster.vote(phase, by: 2, on: proposal.digest)
    for _ in 1...3 { cluster.hand(vote, to: 1) }
    #expect(cluster.drops[1] == [.duplicateVote, .duplicateVote])
    let instance = cluster.replica(1).instances[1]
    #expect((phase == .prepare ? instance.prepares : instance.commits).accepting(proposal.digest) == 1)
    cluster.hand(proposal, to: 1)
    syncVotes(of: 1, cluster)
    #expect(cluster.replica(1).instances[1].isPrepared == (phase == .prepare), "primary, node 2 and itself prepare")
    #expect(!cluster.replica(1).instances[1].isCommitted)
  }

  @Test("votes on another digest never count for the proposal")
  func otherDigests() {
    let (cluster, proposal) = fresh()
    let other = SHA256Hasher.digest([1])
    for member in [2, 3] {
      cluster.hand(cluster.vote(.prepare, by: member, on: other), to: 1)
      cluster.hand(cluster.vote(.commit, by: member, on: other), to: 1)
    }
    cluster.hand(cluster.vote(.commit, by: 0, on: other), to: 1)
    cluster.hand(proposal, to: 1)
    syncVotes(of: 1, cluster)
    #expect(!cluster.replica(1).instances[1].isPrepared && !cluster.replica(1).instances[1].isCommitted)
    #expect(cluster.replica(1).instances[1].commits.accepting(other) == 3, "a quorum, but of nothing known")
  }

  @Test("rejections never count as acceptances")
  func rejections() {
    let (cluster, proposal) = fresh()
    for member in [2, 3] {
      cluster.hand(cluster.vote(.prepare, by: member, on: proposal.digest, accepted: false), to: 1)
      cluster.hand(cluster.vote(.commit, by: member, on: proposal.digest, accepted: false), to: 1)
    }
    #expect(cluster.drops[1] == [.malformed, .malformed], "there is no commit that rejects")
    cluster.hand(proposal, to: 1)
    syncVotes(of: 1, cluster)
    #expect(!cluster.replica(1).instances[1].isPrepared)
  }

  @Test("what is wrong with a vote is said, and nothing is kept of it")
  func refused() {
    let (cluster, proposal) = fresh()
    let digest = proposal.digest
    func reason(_ vote: Vote, at node: Int = 1) -> DropReason? {
      cluster.drops[node] = []
      cluster.hand(vote, to: node)
      return cluster.drops[node].count == 1 ? cluster.drops[node][0] : nil
    }
    for phase in [VotePhase.prepare, .commit] {
      #expect(reason(cluster.vote(phase, by: 2, on: digest, view: -1)) == .otherView)
      #expect(reason(cluster.vote(phase, by: 2, on: digest, view: .max, signer: 3)) == .badSignature)
      #expect(reason(cluster.vote(phase, by: 4, on: digest, view: 1, signer: 2)) == .unknownSender)
      #expect(reason(cluster.vote(phase, by: 2, on: digest, sequence: 0)) == .alreadyDecided)
      #expect(reason(cluster.vote(phase, by: 2, on: digest, sequence: .min)) == .alreadyDecided)
      #expect(reason(cluster.vote(phase, by: 2, on: digest, sequence: 65)) == .outsideWatermarks)
      #expect(reason(cluster.vote(phase, by: 2, on: digest, sequence: .max)) == .outsideWatermarks)
      #expect(reason(cluster.vote(phase, by: 4, on: digest, signer: 2)) == .unknownSender)
      #expect(reason(cluster.vote(phase, by: Int(Int32.max), on: digest, signer: 2)) == .unknownSender)
      #expect(reason(cluster.vote(phase, by: 2, on: digest, signer: 3)) == .badSignature)
      #expect(reason(cluster.vote(phase, by: 1, on: digest)) == .unknownSender, "its own vote comes from itself only")
    }
    #expect(
      reason(cluster.vote(.prepare, by: 0, on: digest)) == .notPrimary, "the primary's pre-prepare is its prepare")
    let replica = cluster.replica(1)
    #expect(!(0..<4).contains { replica.instances[1].prepares.has($0) || replica.instances[1].commits.has($0) })
    #expect(!replica.instances.isOpen(2))
  }

  @Test("what is wrong with a pre-prepare is said")
  func refusedProposals() {
    let (cluster, _) = fresh()
    let transaction = cluster.transaction()
    func reason(_ proposal: PrePrepare, at node: Int = 1) -> DropReason? {
      cluster.drops[node] = []
      cluster.hand(proposal, to: node)
      return cluster.drops[node].count == 1 ? cluster.drops[node][0] : nil
    }
    #expect(reason(cluster.proposal([transaction], view: -1)) == .otherView)
    #expect(reason(cluster.proposal([transaction], sequence: 0)) == .alreadyDecided)
    #expect(reason(cluster.proposal([transaction], sequence: 65)) == .outsideWatermarks)
    #expect(reason(cluster.proposal([transaction], by: 2)) == .notPrimary)
    #expect(reason(cluster.proposal([transaction]), at: 0) == .notPrimary, "to the primary itself")
    #expect(reason(cluster.proposal([transaction], digest: .zero)) == .otherDigest)
    let good = cluster.proposal([transaction])
    let forged = PrePrepare(
      vote: cluster.vote(.prePrepare, by: 0, on: good.digest, signer: 2), identifier: good.identifier,
      content: good.content)
    #expect(reason(forged) == .badSignature)
    #expect(cluster.replica(1).instances[1].proposal == nil)
    cluster.hand(good, to: 1)
    #expect(cluster.replica(1).instances[1].hasVoted, "what was refused does not stand in the way")
  }

  @Test("far and forged votes leave memory as it is")
  func memory() {
    let (cluster, proposal) = fresh()
    for sequence in (65...300).map(Int64.init) + [.max] {
      cluster.hand(cluster.vote(.prepare, by: 2, on: proposal.digest, sequence: sequence), to: 1)
    }
    #expect(!cluster.replica(1).instances.isOpen(1))
    for sequence in 1...64 as ClosedRange<Int64> {
      for _ in 1...3 {
        cluster.hand(cluster.vote(.commit, by: 2, on: proposal.digest, sequence: sequence, signer: 3), to: 1)
      }
    }
    let replica = cluster.replica(1)
    #expect(replica.instances.isOpen(64) && !replica.instances.isOpen(65))
    #expect((1...64).allSatisfy { !replica.instances[$0].commits.has(2) })
  }

  @Test("a commit's certificate completes a prepared certificate; what is wrong in one is dropped")
  func certificates() {
    let (cluster, proposal) = fresh()
    func entry(_ member: Int, accepted: Bool = true, view: Int64 = 0, on digest: Digest? = nil) -> Endorsement {
      cluster.vote(
        member == 0 ? .prePrepare : .prepare, by: member, on: digest ?? proposal.digest, view: view, accepted: accepted
      ).endorsement(in: cluster.membership)
    }
    func commit(_ certificate: [Endorsement], by member: Int = 2) {
      cluster.hand(cluster.vote(.commit, by: member, on: proposal.digest, certificate: certificate), to: 1)
    }
    var stranger = entry(3)
    stranger.participant = [1, 2, 3]
    var renamed = entry(3)
    renamed.participant = cluster.pairs[2].publicKey.encoded
    commit([stranger, renamed, entry(3, view: 1), entry(3, on: .zero)])
    #expect(cluster.drops[1] == [.badCertificate, .badCertificate, .badCertificate, .badCertificate])
    #expect(cluster.replica(1).instances[1].commits.has(2), "the commit itself counts")

    cluster.drops[1] = []
    commit([Endorsement](repeating: entry(3), count: 5), by: 0)
    #expect(cluster.drops[1] == [.badCertificate], "longer than there are members")

    commit([entry(0), entry(2), entry(3)], by: 3)
    #expect(cluster.replica(1).instances[1].prepares.accepting(proposal.digest) == 3)
    cluster.hand(proposal, to: 1)
    #expect(cluster.replica(1).instances[1].isPrepared)
    cluster.settle()
    cluster.expectHeight(1, among: [1])
  }

  @Test("votes past the quorum are dropped unverified")
  func superfluous() {
    let cluster = Cluster(7)
    cluster.settle()
    let proposal = cluster.proposal([cluster.transaction()])
    cluster.hand(proposal, to: 1)
    for member in 2...4 { cluster.hand(cluster.vote(.prepare, by: member, on: proposal.digest), to: 1) }
    syncVotes(of: 1, cluster)
    #expect(cluster.replica(1).instances[1].isPrepared)
    cluster.hand(cluster.vote(.prepare, by: 5, on: proposal.digest, signer: 6), to: 1)
    #expect(cluster.drops[1] == [.superfluousVote])
    syncVotes(of: 1, cluster)
    for member in 2...5 { cluster.hand(cluster.vote(.commit, by: member, on: proposal.digest), to: 1) }
    #expect(cluster.replica(1).instances[1].isCommitted)
    cluster.hand(cluster.vote(.commit, by: 6, on: proposal.digest, signer: 0), to: 1)
    #expect(cluster.drops[1] == [.superfluousVote, .superfluousVote])
  }

  @Test(
    "a flood of properly signed messages of views to come costs a bounded number of verifications, and nobody else's")
  func flood() {
    let (cluster, proposal) = fresh()
    func verified(_ messages: Int64, _ send: (Int64) -> Void) -> Int64 {
      let before = cluster.verifications
      for number in 1...messages {
        cluster.now = cluster.now + .milliseconds(1)
        send(number)
      }
      return cluster.verifications - before
    }
    let votes = verified(500) { cluster.hand(cluster.vote(.commit, by: 3, on: proposal.digest, view: $0), to: 1) }
    let limit = Allowance.burst + 2
    #expect(votes > 0 && votes <= limit)
    let changes = verified(500) { cluster.hand(.viewChange(cluster.viewChange(to: $0, by: 3)), to: 1, from: 3) }
    #expect(changes > 0 && changes <= limit)
    let honest = verified(1) { _ in
      cluster.hand(cluster.vote(.commit, by: 2, on: proposal.digest, view: 1), to: 1)
      cluster.hand(.viewChange(cluster.viewChange(to: 1, by: 2)), to: 1, from: 2)
    }
    #expect(honest == 2)
  }
}
