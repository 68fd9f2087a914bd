import TestSupport
import Testing
import Vocabulary

@testable import Protocols

@Suite("Proof of acceptance (paper 2.3.3, 3.5)")
struct ProofRulesTests {
  func defect(
    _ proof: [Endorsement], _ content: BlockContent, _ sample: SampleLedger, at height: Int64 = 1
  ) -> ProofRules.Defect? {
    var (sample, meter) = (sample, Meter())
    let digest = sample.digest(of: content)
    let rules = ProofRules(membership: sample.membership)
    let defect = rules.defect(of: proof, digest, at: height, sample.cryptography, &meter)
    let reason = rules.check(proof, of: digest, at: height, sample.cryptography, &meter)
    #expect(reason == (defect == nil ? nil : .badCertificate))
    return defect
  }

  @Test("more than two thirds must accept: quorum and fault budget for every n to 256")
  func quorum() {
    let sample = SampleLedger(members: 256)
    for n in 1...256 {
      let membership = Membership(Array(sample.membership.members.prefix(n)))
      #expect(membership.quorum * 3 > n * 2)
      #expect((membership.quorum - 1) * 3 <= n * 2)
      #expect(membership.faultBudget * 3 < n)
      #expect((membership.faultBudget + 1) * 3 >= n)
      #expect(n - membership.faultBudget >= membership.quorum, "the correct members are a quorum")
      #expect(membership.index(of: sample.pairs[n - 1].publicKey.encoded) == n - 1)
    }
    #expect(sample.membership.index(of: [1]) == nil)
  }

  @Test("a quorum of accepting votes convinces, one less does not")
  func threshold() {
    var sample = SampleLedger(members: 7)
    let content = sample.content([])
    var proof: [Endorsement] = []
    for member in 0..<7 {
      #expect(defect(proof, content, sample) == (member < 5 ? .noQuorum : nil))
      proof.append(sample.endorsement(of: content, by: member))
    }
    #expect(defect(proof, content, sample) == nil)
  }

  @Test("a rejecting vote may stand in a proof but does not count")
  func rejecting() {
    var sample = SampleLedger()
    let content = sample.content([])
    let accepting = (0..<3).map { sample.endorsement(of: content, by: $0) }
    let rejecting = sample.endorsement(of: content, by: 3, accepted: false)
    #expect(defect(accepting + [rejecting], content, sample) == nil)
    #expect(defect(Array(accepting.dropLast()) + [rejecting], content, sample) == .noQuorum)
    var turned = rejecting
    turned.decision.accepted = true
    #expect(defect(Array(accepting.dropLast()) + [turned], content, sample) == .badSignature)
  }

  @Test("one member counts once, strangers and votes of other views, blocks, phases or heights not at all")
  func forged() {
    var sample = SampleLedger()
    let content = sample.content([])
    let other = sample.content([sample.publicConfiguration(1)])
    let two = (0..<2).map { sample.endorsement(of: content, by: $0) }
    #expect(defect(two + [two[1]], content, sample) == .repeatedParticipant)
    #expect(defect(two + [sample.endorsement(of: content, by: 2, view: 1)], content, sample) == .mixedViews)
    #expect(defect(two + [sample.endorsement(of: other, by: 2)], content, sample) == .badSignature)

    var stranger = sample.endorsement(of: content, by: 2)
    stranger.participant = sample.cryptography.keyPair(named: "mallory").publicKey.encoded
    #expect(defect(two + [stranger], content, sample) == .unknownParticipant)

    let prepared = Endorsement.statement(
      in: sample.membership.federation, phase: .prepare, view: 0, height: 1, digest: sample.digest(of: content),
      accepted: true)
    var wrongPhase = sample.endorsement(of: content, by: 2)
    wrongPhase.signature = sample.cryptography.sign(prepared, with: sample.pairs[2], &sample.effects.meter)
    #expect(defect(two + [wrongPhase], content, sample) == .badSignature)

    #expect(
      defect(two + [sample.endorsement(of: content, signer: 1, by: 2)], content, sample) == .badSignature,
      "a vote on the same content under another identifier")

    let proof = two + [sample.endorsement(of: content, by: 2)]
    #expect(defect(proof, content, sample) == nil)
    #expect(defect(proof, content, sample, at: 2) == .badSignature)
  }

  @Test("each part of a vote changes what is signed")
  func statements() {
    let (a, b) = (SHA256Hasher.digest([1]), SHA256Hasher.digest([2]))
    var seen: Set<Digest> = []
    for phase in VotePhase.allCases {
      for view: Int64 in [0, 1, .max] {
        for (hash, federation) in [(a, a), (a, b), (b, a), (b, b)] {
          for accepted in [true, false] {
            for height: Int64 in [1, 2] {
              seen.insert(
                Endorsement.statement(
                  in: FederationID(federation), phase: phase, view: view, height: height, digest: hash,
                  accepted: accepted))
            }
          }
        }
      }
    }
    #expect(seen.count == 3 * 3 * 4 * 2 * 2)
  }
}
