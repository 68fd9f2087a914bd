import TestSupport
import Vocabulary

@testable import Protocols

/// A ledger with rule sets, the modules that show it, and an element that reads it.
struct RuleLedger {
  static let element = ElementID(12)
  static let path = ServicePathID(1)

  var sample = SampleLedger()
  let site: KeyPair
  let controller: KeyPair
  private var stream = RandomStream(seed: 7)

  init() {
    site = sample.cryptography.keyPair(named: "site")
    controller = sample.cryptography.keyPair(named: "controller")
  }

  static func set(_ version: Int, to index: UInt8 = 255, for element: ElementID = Self.element) -> IssuedRules {
    let rule = FlowRule.forward(index: index, from: ElementID(1), to: ElementID(2))
    return IssuedRules(RuleSet(path: path, version: version, rules: [rule]), for: element)
  }

  mutating func transaction(_ sets: [IssuedRules], by signer: KeyPair? = nil) -> Transaction {
    var builder = TransactionBuilder(
      cryptography: sample.cryptography, sender: signer ?? controller, stream: RandomStream(seed: stream.next()))
    return RuleTransaction.make(sets, for: site.publicKey, at: 1, by: &builder, &sample.effects.meter)
  }

  mutating func commit(_ sets: [IssuedRules], by signer: KeyPair? = nil) {
    sample.append([transaction(sets, by: signer)])
  }

  func source() -> CommittedRules {
    let reader = BlockReader.Settings(
      modules: (0..<4).map { NodeID($0) }, membership: sample.membership, poll: .seconds(1),
      firstTimer: TimerID(slot: 10))
    return CommittedRules(
      CommittedRules.Settings(Self.element, pair: site, controller: controller.publicKey, reader: reader),
      sample.cryptography)
  }

  /// What an honest module answers that has the first blocks, so many.
  func answer(_ request: BlockRequest, blocks: Int? = nil) -> BlockAnswer {
    let known = sample.blocks.prefix(blocks ?? .max)
    for (index, block) in known.enumerated().dropFirst(Int(request.after)) {
      let isMeant = block.content.transactions.contains { transaction in
        transaction.layout.map { transaction.bytes[$0.recipient].elementsEqual(request.recipient) } ?? false
      }
      if isMeant { return BlockAnswer(number: request.number, height: Int64(index + 1), block: block) }
    }
    return BlockAnswer(number: request.number)
  }

  /// Lets the source ask until it rests. `answer`: what a module says; nil: nothing. Gives what was dropped.
  @discardableResult
  func run(
    _ source: inout CommittedRules, _ first: (inout CommittedRules, inout Effects) -> Void,
    answer: (NodeID, BlockRequest) -> BlockAnswer?
  ) -> [DropReason] {
    var drops: [DropReason] = []
    var effects = Effects()
    first(&source, &effects)
    while true {
      drops += effects.drops
      var question: (NodeID, BlockRequest)?
      for case .send(let payload, _, let module) in effects.list {
        guard case .client(.readBlock(let request)) = payload.decoded(ModuleMessage.init(decoding:)).content else {
          continue
        }
        question = (module, request)
      }
      guard let (module, request) = question else { return drops }
      effects.clear()
      if let answer = answer(module, request) {
        // As bytes, as they come.
        let payload = Payload(ClientMessage.block(answer).bytes)
        source.step(.message(payload, from: module), into: &effects)
      } else {
        source.step(.timer(TimerID(slot: 11)), into: &effects)
      }
    }
  }

  /// A new life that has read what there is.
  func started(answer: ((NodeID, BlockRequest) -> BlockAnswer?)? = nil) -> CommittedRules {
    var source = source()
    run(&source, { $0.start(into: &$1) }, answer: answer ?? { self.answer($1) })
    return source
  }

  /// The pause is over.
  @discardableResult
  func poll(
    _ source: inout CommittedRules, answer: ((NodeID, BlockRequest) -> BlockAnswer?)? = nil
  ) -> [DropReason] {
    run(&source, { $0.step(.timer(TimerID(slot: 10)), into: &$1) }, answer: answer ?? { self.answer($1) })
  }
}
