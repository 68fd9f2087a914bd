import Testing
import Vocabulary

@testable import Protocols

@Suite("A controller that writes rules to the ledger")
struct RulePublisherTests {
  private static func publisher(_ ledger: RuleLedger, maximumBytes: Int = 1 << 20) -> RulePublisher {
    let reader = BlockReader.Settings(
      modules: (0..<4).map { NodeID($0) }, membership: ledger.sample.membership, poll: nil,
      firstTimer: TimerID(slot: 10))
    let keys = Dictionary(uniqueKeysWithValues: (10..<60).map { (ElementID($0), ledger.site.publicKey) })
    return RulePublisher(
      RulePublisher.Settings(
        pair: ledger.controller, sites: keys, reader: reader, maximumBytes: maximumBytes, timer: TimerID(slot: 2)),
      ledger.sample.cryptography, stream: RandomStream(seed: 3))
  }

  private static func submitted(_ effects: Effects) -> [(module: NodeID, transactions: [Transaction])] {
    effects.list.compactMap { effect in
      guard case .send(let payload, _, let module) = effect else { return nil }
      guard case .client(.submit(let transactions)) = payload.decoded(ModuleMessage.init(decoding:)).content else {
        return nil
      }
      return (module, transactions)
    }
  }

  private static func question(_ effects: Effects) -> (NodeID, BlockRequest)? {
    for case .send(let payload, _, let module) in effects.list {
      guard case .client(.readBlock(let request)) = payload.decoded(ModuleMessage.init(decoding:)).content else {
        continue
      }
      return (module, request)
    }
    return nil
  }

  @Test("what is handed in is committed when a proven block holds it, and not on a module's word")
  func committed() throws {
    var ledger = RuleLedger()
    var publisher = Self.publisher(ledger)
    var effects = Effects()
    #expect(publisher.publish([RuleLedger.set(1)], at: .start, into: &effects).isEmpty)
    let (_, transactions) = try #require(Self.submitted(effects).first)
    let (module, request) = try #require(Self.question(effects))
    effects.clear()
    let receipt = Payload(ClientMessage.receipt(transactions[0].id, refused: nil))
    #expect(publisher.step(.message(receipt, from: module), at: .start, into: &effects).isEmpty)
    #expect(!publisher.isCommitted(RuleLedger.set(1)))
    ledger.sample.append(transactions)
    let answer = Payload(ClientMessage.block(ledger.answer(request)))
    let events = publisher.step(.message(answer, from: module), at: .start, into: &effects)
    guard case .committed(let set)? = events.first else { throw DropReason.malformed }
    #expect(set == RuleLedger.set(1) && events.count == 1)
    #expect(publisher.isCommitted(set))
  }

  @Test("what no module has taken is handed to the next, and given up after a time")
  func again() throws {
    let ledger = RuleLedger()
    var publisher = Self.publisher(ledger)
    var effects = Effects()
    _ = publisher.publish([RuleLedger.set(1)], at: .start, into: &effects)
    let first = try #require(Self.submitted(effects).first)
    effects.clear()
    let timer = Input.timer(TimerID(slot: 2))
    #expect(publisher.step(timer, at: .start + .seconds(2), into: &effects).isEmpty)
    let second = try #require(Self.submitted(effects).first)
    #expect(second.module != first.module)
    #expect(second.transactions.map(\.id) == first.transactions.map(\.id))
    effects.clear()
    let events = publisher.step(timer, at: .start + .seconds(50), into: &effects)
    guard case .failed(let set, RulePublisher.notCommitted)? = events.first else { throw DropReason.malformed }
    #expect(set == RuleLedger.set(1))
    #expect(Self.submitted(effects).isEmpty)
  }

  @Test("many sets are split over transactions that fit, and a set that fits in none fails by name")
  func sizes() throws {
    let ledger = RuleLedger()
    var publisher = Self.publisher(ledger, maximumBytes: 4_096)
    var effects = Effects()
    let sets = (10..<60).map { RuleLedger.set(1, for: ElementID(UInt32($0))) }
    #expect(publisher.publish(sets, at: .start, into: &effects).isEmpty)
    let transactions = Self.submitted(effects).flatMap(\.transactions)
    #expect(transactions.count > 1)
    #expect(transactions.allSatisfy { $0.bytes.count <= 4_096 })
    var small = Self.publisher(ledger, maximumBytes: 2_100)
    let events = small.publish([RuleLedger.set(1)], at: .start, into: &effects)
    guard case .failed(_, RulePublisher.tooLarge)? = events.first else { throw DropReason.malformed }
    #expect(effects.drops == [.transactionTooLarge])
  }
}
