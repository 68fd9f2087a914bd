import TestSupport
import Testing
import Vocabulary

@testable import Protocols

@Suite("Block rules (paper 2.3.3, 3.5)")
struct BlockRulesTests {
  let rules = BlockRules(transactions: .configurationRepository(maximumBytes: 10_000), maximumBytes: 20_000)

  func refusal(_ block: Block, _ sample: SampleLedger, _ rules: BlockRules? = nil, signer: Int = 0) -> DropReason? {
    var meter = Meter()
    return (rules ?? self.rules).check(
      block.content, identifier: block.header.identifier, after: sample.ledger.lastIdentifier,
      by: sample.pairs[signer].publicKey, in: sample.ledger, sample.cryptography, &meter)
  }

  @Test("a block on an empty ledger and one on another block are accepted")
  func accepted() {
    var sample = SampleLedger()
    let first = sample.block([sample.publicConfiguration(1), sample.publicConfiguration(2)])
    #expect(refusal(first, sample) == nil)
    sample.append(first)
    #expect(refusal(sample.block([sample.publicConfiguration(3)]), sample) == nil)
  }

  @Test("a block must name the last block's identifier")
  func link() {
    var sample = SampleLedger()
    let early = sample.block([sample.publicConfiguration(1)])
    sample.append([sample.publicConfiguration(2)])
    #expect(refusal(early, sample) == .wrongPrevious)
  }

  @Test("the signer must be the expected one and have signed this content")
  func signature() {
    var sample = SampleLedger()
    let block = sample.block([sample.publicConfiguration(1)])
    #expect(refusal(block, sample, signer: 1) == .wrongSigner)
    let stolen = Block(
      header: BlockHeader(identifier: sample.identifier(of: block.content, by: 1), proof: []), content: block.content)
    #expect(refusal(stolen, sample) == .badSignature)
    let empty = Block(header: BlockHeader(identifier: [], proof: []), content: block.content)
    #expect(refusal(empty, sample) == .badSignature)
  }

  @Test("an empty block and one larger than the maximum are refused")
  func size() {
    var sample = SampleLedger()
    #expect(refusal(sample.block([]), sample) == .emptyBlock)
    let block = sample.block([sample.publicConfiguration(1)])
    var tight = rules
    tight.maximumBytes = block.content.bytes.count
    #expect(refusal(block, sample, tight) == nil)
    tight.maximumBytes -= 1
    #expect(refusal(block, sample, tight) == .blockTooLarge)
  }

  @Test("one bad transaction spoils the block, again at the second asking")
  func badTransaction() {
    var sample = SampleLedger()
    var bytes = sample.publicConfiguration(1).bytes
    bytes[bytes.count - 4] ^= 1
    let block = sample.block([sample.publicConfiguration(2), Transaction(bytes)])
    #expect(refusal(block, sample) == .badSignature)
    #expect(refusal(block, sample) == .badSignature)
  }

  @Test("what waits here was checked when it was filed, and vouches for no other transaction of its block")
  func pending() {
    var sample = SampleLedger()
    let filed = sample.publicConfiguration(1)
    var bytes = sample.publicConfiguration(2).bytes
    bytes[bytes.count - 4] ^= 1
    var pending = PendingList(maximumCount: 10, maximumBytes: 10_000)
    #expect(pending.add(filed) == nil)
    for (transactions, refusal) in [([filed], nil), ([filed, Transaction(bytes)], DropReason.badSignature)] {
      let block = sample.block(transactions)
      var meter = Meter()
      let reason = rules.check(
        block.content, identifier: block.header.identifier, after: [], by: sample.pairs[0].publicKey,
        in: sample.ledger, pending: pending, sample.cryptography, &meter)
      #expect(reason == refusal)
      #expect(meter.count(.verify) == Int64(transactions.count), "the identifier, and what was not filed")
    }
  }

  @Test("no transaction stands twice, in one block or in the ledger")
  func duplicates() {
    var sample = SampleLedger()
    let transaction = sample.publicConfiguration(1)
    #expect(refusal(sample.block([transaction, transaction]), sample) == .duplicateTransaction)
    sample.append([transaction])
    let again = sample.block([sample.publicConfiguration(2), transaction])
    #expect(refusal(again, sample) == .duplicateTransaction)
  }

  @Test("every replica is charged for the whole block")
  func charges() {
    var sample = SampleLedger()
    let transactions = [sample.publicConfiguration(1), sample.publicConfiguration(2)]
    let block = sample.block(transactions)
    var meters: [[Int64]] = []
    for _ in 0..<3 {
      var meter = Meter()
      let reason = rules.check(
        block.content, identifier: block.header.identifier, after: [], by: sample.pairs[0].publicKey,
        in: sample.ledger, sample.cryptography, &meter)
      #expect(reason == nil)
      meters.append(Meter.Operation.allCases.map { meter.count($0) })
      #expect(meter.count(.verify) == 3)
      #expect(meter.count(.transaction) == 2)
      #expect(meter.count(.hashByte) > Int64(block.content.bytes.count))
    }
    #expect(meters[0] == meters[1])
    #expect(meters[0] == meters[2])
  }
}
