import Foundation
import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Accountability")
struct AccountabilityTests {
  private static let twoOfFour = ByzantineFixture.scenario(
    [ByzantineFixture.fault([0, 1], .collusion)], seconds: 5, crypto: .real)

  @Test("f + 1 colluders tear agreement apart, and the evidence names all of them", arguments: [UInt64(1), 2, 3])
  func beyondBudget(seed: UInt64) throws {
    let outcome = try CRBFixture.run(Self.twoOfFour, seed: seed)
    #expect(outcome.verdict == "agreement violated beyond the fault budget; evidence names modules 0 and 1")
    #expect(outcome.violations == [] && outcome.values["culprits"] == 2)
    #expect(outcome.values["disagreements"]! >= 1)
  }

  @Test("f colluders with the leader among them tear nothing apart", arguments: [UInt64(1), 2, 3])
  func withinBudget(seed: UInt64) throws {
    let scenario = ByzantineFixture.scenario([ByzantineFixture.fault([0, 1], .collusion)], modules: 7, seconds: 10)
    let outcome = try CRBFixture.run(scenario, seed: seed)
    #expect(outcome.violations == [] && outcome.values["disagreements"] == 0)
    #expect(outcome.verdict == "evidence names modules 0 and 1")
  }

  @Test("an evidence file proves what it says, and nothing else", arguments: [CryptoMode.real, .modelled])
  func audit(mode: CryptoMode) throws {
    let scenario = Self.twoOfFour.crb { $0.crypto = mode }
    let text = try #require(try CRBFixture.run(scenario).evidence)
    let path = "\(NSTemporaryDirectory())evidence-\(mode.rawValue)-\(ProcessInfo.processInfo.processIdentifier).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    func audit(_ text: String) throws -> EvidenceAudit {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return try EvidenceAudit.run(evidence: path, federation: nil)
    }
    let good = try audit(text)
    #expect(good.culprits == [0, 1] && good.defects == [] && good.isModelled == (mode == .modelled))
    #expect(Evidence.isEvidence(path: path))
    let evidence = try Evidence(path: path)
    #expect(evidence.json == text, "what is read is what was written")
    // Against an honest member: nothing of it is signed by that one.
    var other = evidence
    for index in other.accusations.indices { other.accusations[index].culprit = 2 }
    #expect(try audit(other.json).culprits == [])
    // One changed byte in what is signed, or in a signature.
    for change in 0..<4 {
      var tampered = evidence
      let whole = tampered.accusations[0]
      var (signed, signature) = (whole.first.signed, whole.first.signature)
      if change == 0 { signed[20] ^= 1 }
      if change == 1 { signature[3] ^= 1 }
      tampered.accusations[0].first = SignedStatement(signed: signed, signature: signature)
      // The same statement twice contradicts nothing; nor is one contradiction another.
      if change == 2 { tampered.accusations[0].second = whole.first }
      if change == 3 { tampered.accusations[0].contradiction = .twoNewViews }
      tampered.accusations.removeLast(tampered.accusations.count - 1)
      let result = try audit(tampered.json)
      #expect(result.culprits == [] && result.defects.count == 1, "change \(change)")
    }
  }

  @Test("files that are no evidence")
  func badFiles() throws {
    let path = "\(NSTemporaryDirectory())evidence-bad-\(ProcessInfo.processInfo.processIdentifier).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for (text, problem) in [
      ("{", "is not JSON"), ("{}", "format: is missing"), ("{\"format\": \"x\"}", "not 'chainbed evidence 1'"),
      ("{\"format\": 1}", "is not a string"), ("{\"formad\": 1}", "unknown key"),
      (
        "{\"format\": \"chainbed evidence 1\", \"suite\": \"ed25519\", \"crypto\": \"real\", \"members\": [\"?\"]}",
        "members[0]: is not base64"
      ),
      (
        """
        {"format": "chainbed evidence 1", "suite": "ed25519", "crypto": "real", "members": [], "accusations": [{"culprit": true,
        "contradiction": "two-commits", "statements": [{"signed": "", "signature": ""}, {"signed": "", "signature": ""}]}]}
        """,
        "accusations[0].culprit: is not a whole number"
      ),
      (
        "{\"format\": \"chainbed evidence 1\", \"suite\": \"ed25519\", \"crypto\": \"real\", \"members\": [\"AA==\"], "
          + "\"accusations\": []}", "members[0]: is not a ed25519 public key"
      ),
    ] {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let error = #expect(throws: LedgerFileError.self) { try EvidenceAudit.run(evidence: path, federation: nil) }
      #expect(error?.description.contains(problem) == true, "\(text)")
    }
  }

  /// HONEST=40 tries so many seeds.
  static let seeds: Range<UInt64> =
    1..<(ProcessInfo.processInfo.environment["HONEST"].flatMap { UInt64($0) } ?? 6)

  @Test("honest modules that crash, restart and change views are never named", arguments: seeds)
  func honest(seed: UInt64) throws {
    let plan = FaultPlan(
      (0..<8).map { round in
        let module = Int((seed + UInt64(round) * 3) % 4)
        let milestones: [Fault.Milestone] = [.proposed, .prePrepared, .prepared, .committed, .appended]
        return Fault(
          .outage(.crash([module], restartAfter: .milliseconds(100 + Int64(seed * 37 % 900)))),
          at: .milliseconds(1_000 + Int64(round) * 2_300), upon: milestones[(round + Int(seed)) % 5])
      } + [Fault(.network(.loss(.share(0.05))), at: .seconds(2), lasts: .seconds(12))])
    let outcome = try CRBFixture.run(ByzantineFixture.scenario(plan.faults), seed: seed)
    #expect(outcome.verdict == nil, "seed \(seed)")
    #expect(outcome.violations.map(\.description) == [], "seed \(seed)")
  }

  @Test("what the collector keeps is bounded, whatever a member signs")
  func memory() {
    let crypto = Cryptography(suite: .ed25519, mode: .modelled, seed: 1)
    let pairs = (0..<4).map { crypto.keyPair(named: "module/\($0)") }
    let membership = Membership(pairs.map(\.publicKey))
    let collector = EvidenceCollector(membership: membership, crypto: crypto)
    func see(_ digest: Digest, view: Int64, at sequence: Int64, signer: Int = 0) {
      var meter = Meter()
      let statement = Endorsement.statement(
        phase: .prepare, view: view, height: sequence, digest: digest, accepted: true)
      let vote = Vote(
        phase: .prepare, view: view, sequence: sequence, replica: 0, digest: digest, accepted: true,
        signature: crypto.sign(statement, with: pairs[signer], &meter))
      collector.saw(Payload(ConsensusMessage.vote(vote).bytes), .prepare)
    }
    let (a, b) = (SHA256Hasher.digest([1]), SHA256Hasher.digest([2]))
    for view in 0..<3_000 { see(a, view: Int64(view), at: 1 + Int64(view % 90)) }
    #expect(collector.placeCount <= EvidenceCollector.placeLimit && collector.culprits == [])
    collector.decided(1_000)
    for height in 0..<2_000 {
      collector.decided(1_000 + Int64(height))
      see(a, view: 1, at: 1_001 + Int64(height))
    }
    #expect(collector.placeCount <= 2 * Int(EvidenceCollector.kept))
    // A forged vote in its name neither accuses it nor hides what it does.
    see(b, view: 9, at: 3_000, signer: 1)
    see(a, view: 9, at: 3_000)
    #expect(collector.culprits == [])
    see(b, view: 9, at: 3_000)
    #expect(collector.culprits == [0] && collector.accusations.map(\.contradiction) == [.twoPrepares])
  }
}
