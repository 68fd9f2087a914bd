import Protocols
import TestSupport
import Testing
import Vocabulary

@testable import Scenarios

@Suite("The oracles of validity, durability and progress")
struct OtherOracleTests {
  private var sample = SampleLedger()
  private let later = Instant.start + .seconds(3)

  private func validity() -> ValidityOracle {
    ValidityOracle(membership: sample.membership, crypto: sample.cryptography)
  }

  @Test("sound blocks are valid")
  mutating func sound() {
    for number in 1...3 { sample.append([sample.publicConfiguration(number)]) }
    let oracle = validity()
    for (index, block) in sample.blocks.enumerated() { oracle.appended(block, height: Int64(index + 1), now: later) }
    #expect(oracle.violations == [])
  }

  @Test("a proof without a quorum, of another height, or with a vote that stands twice is a violation")
  mutating func proofs() {
    sample.append([sample.publicConfiguration(1)])
    let block = sample.blocks[0]
    func violations(_ proof: [Endorsement], height: Int64 = 1) -> [String] {
      let oracle = validity()
      let header = BlockHeader(identifier: block.header.identifier, proof: proof)
      oracle.appended(Block(header: header, content: block.content), height: height, now: later)
      return oracle.violations.map(\.description)
    }
    let proof = block.header.proof
    #expect(violations(proof) == [])
    #expect(violations(Array(proof.dropLast())).first?.contains("no quorum") == true)
    #expect(violations([proof[0], proof[0], proof[1]]).first?.contains("stands twice") == true)
    #expect(violations(proof, height: 2).first?.contains("did not make") == true)
  }

  @Test("a transaction in two blocks is a violation")
  mutating func duplicates() {
    let transaction = sample.publicConfiguration(1)
    sample.append([transaction])
    sample.append([transaction])
    let oracle = validity()
    oracle.appended(sample.blocks[0], height: 1, now: later)
    oracle.appended(sample.blocks[1], height: 2, now: later)
    #expect(
      oracle.violations.map(\.description) == [
        "validity: at 3.0 s: a transaction of the block at height 2 stands in the chain already"
      ])
  }

  @Test("a ledger that lost, changed or reordered a block is not durable")
  mutating func durability() {
    for number in 1...3 { sample.append([sample.publicConfiguration(number)]) }
    let chain = sample.blocks.map(\.digest)
    func violations(_ file: [UInt8], _ chain: [Digest], height: Int64) -> [String] {
      var oracle = DurabilityOracle(chain: chain)
      oracle.check(ByteRope(file), module: 2, height: height)
      return oracle.violations.map(\.description)
    }
    #expect(violations(sample.file, chain, height: 3) == [])
    #expect(violations(sample.file, Array(chain.prefix(2)), height: 2) == [], "durable, and not yet acted on")
    let torn = Array(sample.file.dropLast())
    #expect(violations(torn, chain, height: 2).first?.contains("after height 2") == true)
    #expect(violations([], chain, height: 3) == ["durability: module 2 appended 3 blocks, and its ledger holds 0"])
    #expect(
      violations(sample.file, [chain[0], chain[2]], height: 0).first?.contains("another block at height 2") == true)
  }

  @Test("ledgers that go on beyond what anyone acted on must agree, too")
  mutating func beyond() {
    var rival = SampleLedger()
    sample.append([sample.publicConfiguration(1)])
    rival.append([rival.publicConfiguration(2)])
    var oracle = DurabilityOracle(chain: [])
    oracle.check(ByteRope(sample.file), module: 0, height: 0)
    #expect(oracle.violations == [])
    oracle.check(ByteRope(rival.file), module: 1, height: 0)
    #expect(oracle.violations.map(\.description) == ["durability: module 1's ledger holds another block at height 1"])
  }

  @Test("a decision that comes late, or never, is a violation; one in time is not")
  func progress() {
    func run(_ decision: TimeSpan?, end: TimeSpan) -> ProgressOracle {
      let oracle = ProgressOracle()
      oracle.accepted(at: .start + .seconds(10), within: .seconds(5))
      if let decision { oracle.decided(at: .start + decision) }
      oracle.finish(at: .start + end)
      return oracle
    }
    #expect(run(.seconds(15), end: .seconds(60)).violations == [])
    #expect(run(.seconds(15), end: .seconds(60)).isTested)
    #expect(run(.seconds(16), end: .seconds(60)).violations.count == 1)
    #expect(
      run(nil, end: .seconds(60)).violations.map(\.description) == [
        "progress: at 60.0 s: nothing decided since 10.0 s; it should have been by 15.0 s"
      ])
    // A fault that nobody could foresee moves the bound, but forgives nothing that was late by then.
    let early = ProgressOracle()
    early.accepted(at: .start + .seconds(10), within: .seconds(5))
    early.interrupted(at: .start + .seconds(12))
    early.finish(at: .start + .seconds(60))
    #expect(early.violations == [] && !early.isTested)
    let late = ProgressOracle()
    late.accepted(at: .start + .seconds(10), within: .seconds(5))
    late.interrupted(at: .start + .seconds(16))
    #expect(late.violations.count == 1 && late.isTested)
    // The run ended before it could be judged.
    #expect(run(nil, end: .seconds(14)).violations == [] && !run(nil, end: .seconds(14)).isTested)
  }

  @Test("a crash that waits for a milestone which never comes silences nobody")
  func waiting() throws {
    let fault = "faults: [{at: 1 s, upon: proposed, crash: module 3, restart-after: 1 s}]\n"
    let text = ExplorationFixture.hopeless + fault
    let loaded = try ExplorationFixture.load(text)
    let outcome = try ExplorationFixture.run(loaded.scenario, loaded.profile)
    #expect(outcome.violations.first?.oracle == "progress")
  }

  @Test("a module that starts again goes on after what its ledger holds, which is all that it appended")
  mutating func restarts() {
    for number in 1...2 { sample.append([sample.publicConfiguration(number)]) }
    let blocks = sample.blocks
    let last = blocks.map(\.header.identifier)
    func violations(holds height: Int64, mayHaveLost: Bool = false, then next: (Int64, Block)? = nil) -> [String] {
      let oracle = AgreementOracle(modules: 2)
      for (index, block) in blocks.enumerated() {
        oracle.delivered(block, height: Int64(index + 1), at: NodeID(0), now: later)
      }
      oracle.restarted(
        NodeID(0), height: height, last: height == 0 ? [] : last[Int(height) - 1], mayHaveLost: mayHaveLost, now: later)
      if let (height, block) = next { oracle.delivered(block, height: height, at: NodeID(0), now: later) }
      return oracle.violations.map(\.description)
    }
    #expect(violations(holds: 2) == [])
    #expect(
      violations(holds: 1) == ["agreement: at 3.0 s: module 0 starts with 1 blocks; it had appended 2"])
    #expect(violations(holds: 1, mayHaveLost: true, then: (2, blocks[1])) == [])
    #expect(violations(holds: 0, mayHaveLost: true, then: (1, blocks[0])) == [])
    #expect(violations(holds: 0, mayHaveLost: true, then: (2, blocks[1])).count == 2)
    #expect(violations(holds: 2, then: (2, blocks[1])).count == 2)
  }
}
