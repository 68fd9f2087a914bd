import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Reads (docs/models/reads.md)")
struct ReadsTests {
  /// Four readers of five blocks, at four modules.
  private func scenario(_ change: (inout Scenario) -> Void = { _ in }) -> Scenario {
    CRBFixture.scenario().with {
      $0.workload.writers = 0
      $0.workload.readers = ReadersSpec(
        clients: 4, transaction: .uniform, window: 2, interval: .milliseconds(1), patience: .milliseconds(300))
      $0.workload.preload = PreloadSpec(blocks: 5, blockData: ByteCount(20_000))
      change(&$0)
    }
  }

  private let crypto = Cryptography(suite: .ed25519, mode: .real, seed: 2)
  private var pairs: [KeyPair] { (0..<4).map { crypto.keyPair(named: "module/\($0)") } }
  private var membership: Membership { Membership(pairs.map(\.publicKey)) }

  private func ledger(_ spec: PreloadSpec) -> LedgerPreload {
    LedgerPreload(
      spec, scenario().workload, pairs: pairs, membership: membership, crypto: crypto, streams: RandomStreams(seed: 1))
  }

  @Test("readers get what they ask for from ledgers that hold something at the start; no oracle objects")
  func reading() throws {
    let outcome = try CRBFixture.run(scenario())
    #expect(outcome.violations.isEmpty)
    #expect(outcome.values["read-rate"]! > 1_000)
    #expect(outcome.values["refused-read-rate"] == 0 && outcome.values["empty-read-rate"] == 0)
    #expect(outcome.values["unanswered-reads"] == 0 && outcome.values["drops-other-digest"] == 0)
    #expect(outcome.values["page-cache-hits"] == 1, "read at the start, and small enough to stay")
  }

  @Test("what a read answers is compared with the block that it is said to stand in, byte by byte")
  func answers() throws {
    let preload = ledger(PreloadSpec(blocks: 2, blockData: ByteCount(4_000)))
    let (first, second) = (preload.blocks[0].content.transactions, preload.blocks[1].content.transactions)
    let spec = try #require(scenario().system.crb)
    func violations(height: Int64, _ transactions: [Transaction]) -> [String] {
      let oracles = Oracles(scenario(), spec, membership: membership, crypto: crypto)
      for (index, block) in preload.blocks.enumerated() {
        _ = oracles.delivered(block, height: Int64(index + 1), at: NodeID(0), index: nil, now: .start)
      }
      oracles.answered(ReadAnswer(number: 1, height: height, transactions: transactions), by: 0, now: .start)
      return oracles.promises.violations.map(\.text)
    }
    #expect(violations(height: 2, second) == [])
    #expect(violations(height: 2, first).count == first.count)
    var bytes = second[0].bytes
    bytes[bytes.count / 2] ^= 1
    #expect(
      violations(height: 2, [Transaction(bytes)])
        == ["module 0 told a client that its transaction is in block 2: it stands in none"])
  }

  @Test("real signatures make the same run as modelled ones")
  func real() throws {
    let options = RunOptions(ignoresContents: true)
    let short = scenario { $0.duration = DurationSpec(warmUp: .zero, measure: .milliseconds(300)) }
    let modelled = try CRBFixture.run(short, options: options)
    let real = try CRBFixture.run(short.crb { $0.crypto = .real }, options: options)
    #expect(modelled.fingerprint == real.fingerprint && real.violations.isEmpty)
  }

  @Test("without room in the page cache each question waits for the disk")
  func uncached() throws {
    let cached = try CRBFixture.run(scenario())
    let bare = try CRBFixture.run(scenario { $0.hosts.pageCache = ByteCount(0) })
    #expect(bare.values["page-cache-hits"] == 0 && bare.values["disk-read-rate"]! > 0)
    #expect(bare.values["read-delay"]! > cached.values["read-delay"]! + 0.0002, "a seek and a transfer more")
    let half = try CRBFixture.run(scenario { $0.hosts.pageCache = ByteCount(60_000) })
    #expect((0.2...0.9).contains(half.values["page-cache-hits"]!))
  }

  @Test("a page cache of which a share p holds what is read at random has p hits")
  func hitShare() throws {
    // One transaction a block: records of one sector or two, each as likely.
    let outcome = try CRBFixture.run(
      scenario {
        $0.workload.preload = PreloadSpec(blocks: 200, blockData: ByteCount(1))
        $0.hosts.pageCache = ByteCount(4_096 * 20)
      })
    let file = ledger(PreloadSpec(blocks: 200, blockData: ByteCount(1))).file.count
    #expect(abs(outcome.values["page-cache-hits"]! - 20 * 4_096 / Double(file)) < 0.05)
  }

  @Test("the first of a block costs less than any of it")
  func position() throws {
    let wide = scenario { $0.workload.preload = PreloadSpec(blocks: 2, blockData: ByteCount(90_000)) }
    let any = try CRBFixture.run(wide)
    let first = try CRBFixture.run(wide.with { $0.workload.readers!.transaction = .first })
    #expect(first.values["read-delay"]! < any.values["read-delay"]!)
  }

  @Test("readers of the latest follow what writers write, each for its own key")
  func latest() throws {
    let outcome = try CRBFixture.run(
      scenario {
        $0.workload.writers = 2
        $0.workload.preload = nil
        $0.workload.recipient = .encrypted
        $0.workload.readers!.transaction = .latest
      }.crb { $0.signature = .rsa2048PSS })
    #expect(outcome.violations.isEmpty)
    #expect(outcome.values["read-rate"]! > 100)
    #expect(outcome.values["empty-read-rate"]! > 100, "two of the four readers are written nothing")
    #expect(outcome.values["drops-other-digest"] == 0)
  }

  @Test(
    "a bit that rots on the disk is seen at the next read, refused and counted, and no reader is told anything wrong")
  func rot() throws {
    let outcome = try CRBFixture.run(
      scenario {
        $0.workload.writers = 1
        $0.workload.preload = nil
        $0.workload.readers!.transaction = .latest
        $0.hosts.pageCache = ByteCount(0)
        $0.faults = FaultPlan([Fault(.disk(.bitRot(.share(0.5))), at: .milliseconds(500), on: [1])])
      })
    #expect(outcome.values["refused-read-rate"]! > 0)
    #expect(outcome.values["drops-damaged-block"]! > 0)
    #expect(outcome.values["drops-other-digest"] == 0)
    #expect(outcome.values["read-rate"]! > outcome.values["refused-read-rate"]!, "three modules of four are well")
  }

  @Test("what a module without power does not answer is asked of the next")
  func patience() throws {
    let outcome = try CRBFixture.run(
      scenario {
        $0.faults = FaultPlan([Fault(.outage(.crash([2], restartAfter: nil)), at: .milliseconds(600))])
      })
    #expect(outcome.values["unanswered-reads"]! > 0 && outcome.values["read-rate"]! > 10)
  }

  @Test("preloaded blocks are a ledger that an audit finds nothing wrong with")
  func preload() {
    let ledger = ledger(PreloadSpec(blocks: 3, blockData: ByteCount(2_000)))
    var meter = Meter()
    var scanner = LedgerScanner(ledger.file)
    var previous: [UInt8] = []
    var ids: Set<Digest> = []
    for height in 1...3 {
      guard case .record(let record) = scanner.next() else {
        Issue.record("no record \(height)")
        return
      }
      let block = record.block
      #expect(record.height == height && block.content.previous == previous)
      let proof = ProofRules(membership: membership)
      #expect(proof.check(block.header.proof, of: block.digest, at: record.height, crypto, &meter) == nil)
      #expect(crypto.verify(block.header.identifier, of: block.content.contentHash, by: pairs[0].publicKey, &meter))
      let size = block.content.transactions.reduce(0) { $0 + $1.bytes.count }
      #expect(size <= 2_000 && block.content.transactions.count > 1)
      for transaction in block.content.transactions { #expect(ids.insert(transaction.id).inserted) }
      previous = block.header.identifier
    }
    #expect(ids.count == ledger.blocks.reduce(0) { $0 + $1.content.transactions.count })
  }
}
