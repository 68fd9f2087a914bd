import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: what members sign in another federation with the same keys")
struct OtherFederationTests {
  @Test("it convinces in that federation, and is dropped with a reason in this one", arguments: [false, true])
  func spliced(isShared: Bool) {
    let clusters = ["federation", "another"].map { Cluster(4, federation: $0) }
    let (here, there) = (clusters[0], clusters[1])
    for cluster in clusters { cluster.settle() }
    #expect(here.membership.members == there.membership.members)
    let proposal = there.proposal([there.transaction()])
    let prepared = there.preparedCertificate(proposal.digest, by: [0, 1, 2])
    let decided = there.decidedCertificate(proposal, at: 1)
    let changes = (0...2).map { there.viewChange(to: 1, by: $0) }
    let messages: [(ConsensusMessage, from: Int, DropReason)] = [
      (.prePrepare(proposal), 0, .badSignature),
      (.vote(there.vote(.prepare, by: 1, on: proposal.digest)), 1, .badSignature),
      (.vote(there.vote(.commit, by: 1, on: proposal.digest)), 1, .badSignature),
      (.vote(there.vote(.commit, by: 2, on: proposal.digest, view: 9)), 2, .badSignature),
      (.blocks(there.record(proposal, at: 1)), 2, .badCertificate),
      (.viewChange(there.viewChange(to: 1, by: 2, decided: decided)), 2, .badViewChange),
      (.newView(there.newView(1, changes)), 1, .badNewView),
    ]
    for (message, sender, reason) in messages {
      // The receivers may have the very same message, as in one simulation, or its bytes alone.
      let payload = Payload(message)
      for cluster in [there, here] {
        let given = isShared ? payload : Payload(payload.bytes)
        cluster.step(3, .message(given, from: NodeID(sender)))
      }
      #expect(here.drops[3] == [reason], "\(message)")
      #expect(there.drops[3] == [], "\(message)")
      here.drops[3] = []
    }
    // Signed here, with certificates from there.
    for change in [
      here.viewChange(to: 1, by: 2, decided: decided), here.viewChange(to: 1, by: 2, prepared: prepared),
    ] {
      here.hand(.viewChange(change), to: 3, from: 2)
    }
    #expect(here.drops[3] == [.badViewChange, .badViewChange])
    #expect(here.replica(3).ledger.height == 0 && here.replica(3).view == 0)
  }

  @Test("a statement says which federation it is of")
  func statements() {
    let cluster = Cluster(4, federation: "mine")
    let federation = cluster.membership.federation
    let change = cluster.viewChange(to: 1, by: 2)
    for statement in [
      SignedStatement(cluster.vote(.prepare, by: 1, on: .zero), in: federation),
      SignedStatement(change, in: federation),
      SignedStatement(cluster.newView(1, [change]), in: federation),
    ] {
      #expect(statement.federation == federation && statement.content != nil)
      #expect([1, 2].contains { statement.isSigned(by: cluster.membership.members[$0], cluster.crypto) })
    }
  }

  @Test("whoever examines a view change pays for all of it, though what is found is shared")
  func price() {
    let cluster = Cluster(4)
    let proposal = cluster.proposal([cluster.transaction()])
    let next = cluster.proposal([cluster.transaction()], after: proposal.identifier, sequence: 2)
    let change = cluster.viewChange(
      to: 1, by: 2, decided: cluster.decidedCertificate(proposal, at: 1),
      prepared: cluster.preparedCertificate(next.digest, by: [0, 1, 3], at: 2))
    let unmemorable = Cryptography(suite: .ed25519, mode: .modelled, seed: 7, remembersVerifications: false)
    let costs = [cluster.crypto, cluster.crypto, unmemorable].map { crypto in
      var meter = Meter()
      #expect(change.isValid(in: cluster.membership, cluster.settings.leaders, crypto, &meter))
      return Meter.Operation.allCases.map { meter.count($0) }
    }
    #expect(costs[0] == costs[1] && costs[0] == costs[2])
    #expect(costs[0][Meter.Operation.verify.rawValue] == 7)
  }
}
