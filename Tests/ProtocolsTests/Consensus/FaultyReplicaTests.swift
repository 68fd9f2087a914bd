import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: faulty replicas (crb-smb 2.3.3; Castro and Liskov 1999, 4)")
struct FaultyReplicaTests {
  /// What a faulty replica sends in place of a message of its own: nothing, the same twice, a re-signed variation, or
  /// damaged bytes; chosen anew for each receiver.
  private static func distort(_ cluster: Cluster, _ envelope: Cluster.Envelope) -> [Cluster.Envelope] {
    func with(_ bytes: [UInt8]) -> Cluster.Envelope {
      var other = envelope
      other.payload = Payload(bytes)
      return other
    }
    func vary(_ vote: Vote) -> [UInt8] {
      var digest = vote.digest
      var (view, sequence, accepted, phase) = (vote.view, vote.sequence, vote.accepted, vote.phase)
      var certificate = vote.certificate
      switch cluster.stream.below(7) {
      case 0: digest = SHA256Hasher.digest(digest.bytes)
      case 1: view += 1
      case 2: sequence += Int64(cluster.stream.below(3)) - 1
      case 3: accepted.toggle()
      case 4: phase = phase == .prepare ? .commit : .prepare
      case 5: certificate = []
      default:
        certificate = certificate.reversed().map {
          Endorsement(participant: $0.participant, signature: vote.signature, decision: $0.decision)
        }
      }
      let replica = Int(envelope.from.index)
      return ConsensusMessage.vote(
        cluster.vote(
          phase, by: replica, on: digest, view: view, sequence: sequence, accepted: accepted, certificate: certificate)
      ).bytes
    }
    switch cluster.stream.below(6) {
    case 0: return []
    case 1: return [envelope, envelope]
    case 2:
      var bytes = envelope.payload.bytes
      bytes[Int(cluster.stream.below(UInt64(bytes.count)))] ^= UInt8(1 + cluster.stream.below(255))
      return [with(bytes)]
    case 3, 4:
      guard case .consensus(.vote(let vote)) = ModuleMessage(decoding: envelope.payload.bytes).content else {
        return []
      }
      return [with(vary(vote)), envelope]
    default: return [envelope]
    }
  }

  @Test(
    "up to f faulty backups can neither split nor stop the others",
    arguments: [(4, 1, Seeds.count(150)), (7, 2, Seeds.count(40))])
  func backups(count: Int, faults: Int, seeds: Int) {
    for seed in 1...seeds {
      let cluster = Cluster(count, seed: UInt64(seed))
      var faulty: Set<Int> = []
      while faulty.count < faults { faulty.insert(1 + Int(cluster.stream.below(UInt64(count - 1)))) }
      cluster.corrupt = { cluster, envelope in
        faulty.contains(Int(envelope.from.index)) ? Self.distort(cluster, envelope) : [envelope]
      }
      let correct = (0..<count).filter { !faulty.contains($0) }
      for height in 1...2 {
        cluster.submit([cluster.transaction()])
        cluster.decide()
        cluster.expectHeight(height, among: correct)
      }
      cluster.expectAgreement(among: correct)
    }
  }

  @Test(
    "a primary that proposes two blocks at one place, and votes for both, never gets both decided",
    arguments: Seeds.sizes(four: 200, seven: 60))
  func equivocation(count: Int, seeds: Int) {
    var decided = 0
    for seed in 1...seeds {
      let cluster = Cluster(count, seed: UInt64(seed))
      cluster.settle()
      let proposals = [cluster.proposal([cluster.transaction()]), cluster.proposal([cluster.transaction()])]
      for receiver in 1..<count {
        // One of them, or both in some order.
        let first = Int(cluster.stream.below(2))
        cluster.post(.prePrepare(proposals[first]), from: 0, to: receiver)
        if cluster.stream.below(3) == 0 { cluster.post(.prePrepare(proposals[1 - first]), from: 0, to: receiver) }
        for proposal in proposals {
          cluster.post(.vote(cluster.vote(.commit, by: 0, on: proposal.digest)), from: 0, to: receiver)
        }
      }
      cluster.settle()
      let correct = Array(1..<count)
      cluster.expectAgreement(among: correct)
      decided += correct.contains { !cluster.blocks[$0].isEmpty } ? 1 : 0
    }
    #expect(decided > 0 && decided < seeds, "some of the \(seeds) splits let one block through, some none")
  }

  @Test("of two pre-prepares at one place the first counts; the second is dropped as conflicting")
  func conflict() {
    let cluster = Cluster(4)
    cluster.settle()
    let (first, second) = (cluster.proposal([cluster.transaction()]), cluster.proposal([cluster.transaction()]))
    cluster.hand(first, to: 1)
    cluster.hand(first, to: 1)
    #expect(cluster.drops[1] == [.duplicateVote])
    cluster.hand(second, to: 1)
    #expect(cluster.drops[1] == [.duplicateVote, .conflictingPrePrepare])
    #expect(cluster.replica(1).instances[1].proposal?.digest == first.digest)
  }

  @Test("one content under two valid identifiers is two blocks: votes for one do not count for the other")
  func twoIdentifiers() throws {
    let cluster = Cluster(4, suite: .rsa2048PSS, mode: .real)
    cluster.settle()
    let transaction = cluster.transaction()
    let first = cluster.proposal([transaction])
    let native = try #require(cluster.pairs[0].native)
    let again = native.signPSS(first.content.contentHash, salt: SHA256Hasher.digest([1]), count: 256)
    let second = cluster.proposal([transaction], identifier: again)
    #expect(first.identifier != second.identifier && first.content.contentHash == second.content.contentHash)
    var meter = Meter()
    #expect(cluster.crypto.verify(again, of: first.content.contentHash, by: cluster.membership.members[0], &meter))

    for receiver in 1...3 {
      let proposal = receiver < 3 ? first : second
      cluster.post(.prePrepare(proposal), from: 0, to: receiver)
      cluster.post(.vote(cluster.vote(.commit, by: 0, on: proposal.digest)), from: 0, to: receiver)
    }
    cluster.settle()
    cluster.expectHeight(1, among: [1, 2])
    cluster.expectHeight(0, among: [3])
    cluster.expectAgreement(among: [1, 2, 3])

    // The next block names the identifier that was decided.
    let next = cluster.proposal([cluster.transaction()], after: first.identifier, sequence: 2)
    for receiver in 1...3 {
      cluster.post(.prePrepare(next), from: 0, to: receiver)
      cluster.post(.vote(cluster.vote(.commit, by: 0, on: next.digest, sequence: 2)), from: 0, to: receiver)
    }
    cluster.settle()
    cluster.expectHeight(2, among: [1, 2])
    cluster.expectHeight(0, among: [3])
  }

  @Test("a block whose identifier is not the primary's signature is rejected, and not decided")
  func badIdentifier() {
    let cluster = Cluster(4)
    cluster.settle()
    let good = cluster.proposal([cluster.transaction()])
    let bad = PrePrepare(
      vote: cluster.vote(
        .prePrepare, by: 0,
        on: Block.digest(identifier: [UInt8](repeating: 1, count: 64), contentHash: good.content.contentHash)),
      identifier: [UInt8](repeating: 1, count: 64), content: good.content)
    for receiver in 1...3 { cluster.post(.prePrepare(bad), from: 0, to: receiver) }
    cluster.settle()
    for node in 1...3 {
      #expect(cluster.dropped(.badSignature, by: node) == 1)
      #expect(cluster.notes[node].contains { $0.kind == PBFTNote.rejected.rawValue })
    }
    cluster.expectHeight(0)
  }

  @Test("a quorum of faulty replicas cannot make a replica append what does not follow its ledger")
  func brokenQuorum() {
    let cluster = Cluster(4)
    cluster.settle()
    let stray = cluster.proposal([cluster.transaction()], after: [1, 2, 3])
    cluster.hand(stray, to: 3)
    for member in 0...2 { cluster.hand(cluster.vote(.commit, by: member, on: stray.digest), to: 3) }
    cluster.settle()
    cluster.expectHeight(0, among: [3])
    #expect(cluster.dropped(.wrongPrevious, by: 3) == 3, "rejected, and not appended at either quorum")
  }

  @Test("a replica that can decide at once still commits: others may lack its commit")
  func selectiveCommit() {
    // Node 1 is faulty: it commits to node 3 only. Node 3 learns all that before its own prepare is durable.
    let cluster = Cluster(4)
    cluster.settle()
    cluster.corrupt = { _, envelope in
      envelope.from == NodeID(1) && envelope.kind == .commit && envelope.to != NodeID(3) ? [] : [envelope]
    }
    cluster.submit([cluster.transaction()])
    cluster.fire(.block, on: 0)
    while true {
      if let place = cluster.bag.indices.first {
        let envelope = cluster.bag.remove(at: place)
        cluster.step(Int(envelope.to.index), .message(envelope.payload, from: envelope.from))
        continue
      }
      guard let node = (0...2).first(where: { !cluster.files[$0][FileID.votes.slot].requests.isEmpty }) else { break }
      cluster.answer(node, .votes)
    }
    cluster.expectHeight(0, among: [0, 2])
    #expect(cluster.replica(3).instances[1].isCommitted && !cluster.replica(3).instances[1].prepares.has(3))
    cluster.settle()
    cluster.expectHeight(1, among: [0, 2, 3])
  }

  @Test("a replica that decides without having prepared still commits, once the block is durable")
  func lateCommit() {
    // Node 3 is faulty: it rejects to node 2, accepts to the others, and keeps its commit from node 1.
    let cluster = Cluster(4)
    cluster.settle()
    let proposal = cluster.proposal([cluster.transaction()])
    cluster.hand(proposal, to: 2)
    cluster.hand(cluster.vote(.prepare, by: 3, on: proposal.digest, accepted: false), to: 2)
    let certificate = cluster.endorsements(.prepare, proposal.digest, by: [0, 1, 3])
    for member in [0, 1, 3] {
      cluster.hand(cluster.vote(.commit, by: member, on: proposal.digest, certificate: certificate), to: 2)
    }
    #expect(cluster.replica(2).instances[1].isCommitted && !cluster.replica(2).instances[1].isPrepared)
    cluster.answer(2, .ledger)
    cluster.expectHeight(1, among: [2])
    while !cluster.files[2][FileID.votes.slot].requests.isEmpty { cluster.answer(2, .votes) }
    let commits = cluster.bag.filter { $0.from == NodeID(2) && $0.kind == .commit }
    #expect(Set(commits.map(\.to.index)) == [0, 1, 3])
  }

  @Test("a restarted replica that has voted for another block does not commit to what it sees decided in its place")
  func boundElsewhere() {
    // The primary is faulty: it proposes one block to node 2, and another to the rest.
    let cluster = Cluster(4)
    cluster.settle()
    let (promised, decided) = (cluster.proposal([cluster.transaction()]), cluster.proposal([cluster.transaction()]))
    cluster.hand(promised, to: 2)
    while !cluster.files[2][FileID.votes.slot].requests.isEmpty { cluster.answer(2, .votes) }
    cluster.restart(2)
    cluster.settle()
    cluster.hand(decided, to: 2)
    #expect(cluster.drops[2] == [.conflictingPrePrepare])
    for member in [0, 1, 3] { cluster.hand(cluster.vote(.commit, by: member, on: decided.digest), to: 2) }
    cluster.settle()
    cluster.expectHeight(1, among: [2])
    #expect(cluster.blocks[2][0].digest == decided.digest)
    #expect(cluster.sent[MessageKind.commit.slot] == 0)
  }
}
