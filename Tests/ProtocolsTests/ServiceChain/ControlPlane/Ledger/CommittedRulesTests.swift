import Testing
import Vocabulary

@testable import Protocols

@Suite("Rules from committed blocks (docs/models/rules-from-blocks.md)")
struct CommittedRulesTests {
  typealias Rules = RuleLedger

  @Test("a rule set is admitted when it is in a block that a quorum has accepted, and not before")
  func committed() {
    var ledger = Rules()
    var source = ledger.started()
    #expect(source.admission(of: Rules.set(1)) == .unknown)
    ledger.commit([Rules.set(1)])
    #expect(source.admission(of: Rules.set(1)) == .unknown)
    ledger.poll(&source)
    #expect(source.admission(of: Rules.set(1)) == .admitted)
    #expect(source.admission(of: Rules.set(1, to: 254)) == .outdated(version: 1))
    #expect(source.admission(of: Rules.set(2)) == .unknown)
  }

  @Test("a proof by less than a quorum, of another height or of another content convinces nobody")
  func forgedBlocks() {
    var ledger = Rules()
    ledger.commit([Rules.set(1)])
    let block = ledger.sample.blocks[0]
    let fewer = Block(
      header: BlockHeader(identifier: block.header.identifier, proof: Array(block.header.proof.dropLast())),
      content: block.content)
    let forged = ledger.transaction([Rules.set(2)])
    let other = ledger.sample.content([forged])
    let answers: [BlockAnswer] = [
      BlockAnswer(number: 0, height: 1, block: fewer), BlockAnswer(number: 0, height: 2, block: block),
      BlockAnswer(number: 0, height: 1, block: Block(header: block.header, content: other)),
    ]
    for answer in answers {
      var source = ledger.source()
      let drops = ledger.run(
        &source, { $0.start(into: &$1) },
        answer: { _, request in
          var answer = answer
          answer.number = request.number
          return answer
        })
      #expect(drops == Array(repeating: .badCertificate, count: 4))
      #expect(source.newest.isEmpty)
    }
  }

  @Test("what another than the controller has signed is no rule, committed or not")
  func strangers() {
    var ledger = Rules()
    ledger.commit([Rules.set(1)])
    ledger.commit([Rules.set(2)], by: ledger.sample.pairs[0])
    var source = ledger.source()
    let drops = ledger.run(&source, { $0.start(into: &$1) }, answer: { ledger.answer($1) })
    #expect(drops.contains(.unauthorized))
    #expect(source.admission(of: Rules.set(2)) == .unknown)
    #expect(source.admission(of: Rules.set(1)) == .admitted)
  }

  @Test("versions only go up: an old set is outdated, also when it is committed once more")
  func monotonic() {
    var ledger = Rules()
    ledger.commit([Rules.set(1)])
    ledger.commit([Rules.set(2)])
    ledger.commit([Rules.set(1)])
    let source = ledger.started()
    #expect(source.admission(of: Rules.set(1)) == .outdated(version: 2))
    #expect(source.admission(of: Rules.set(2)) == .admitted)
  }

  @Test("a new life admits nothing before so many modules have shown all they have that one is honest")
  func witnesses() {
    var ledger = Rules()
    ledger.commit([Rules.set(1)])
    ledger.commit([Rules.set(2)])
    // Module 0 hides the second block. Nobody else answers.
    let source = ledger.started { module, request in
      module == NodeID(0) ? ledger.answer(request, blocks: 1) : nil
    }
    #expect(source.newest[Rules.path]?.version == 1)
    #expect(source.admission(of: Rules.set(1)) == .unknown)
    // With an honest one beside it the old set is outdated.
    let other = ledger.started { module, request in
      module == NodeID(0) ? ledger.answer(request, blocks: 1) : module == NodeID(2) ? ledger.answer(request) : nil
    }
    #expect(other.admission(of: Rules.set(1)) == .outdated(version: 2))
  }

  @Test("a module that leaves a block out hides it until another's turn only")
  func hidden() {
    var ledger = Rules()
    var source = ledger.started()
    ledger.commit([Rules.set(1)])
    ledger.commit([Rules.set(2)], by: ledger.sample.pairs[0])
    let liar: (NodeID, BlockRequest) -> BlockAnswer? = { module, request in
      var request = request
      if module == NodeID(2) { request.after = max(request.after, 1) }
      return ledger.answer(request)
    }
    ledger.poll(&source, answer: liar)
    #expect(source.newest.isEmpty)
    ledger.poll(&source, answer: liar)
    #expect(source.admission(of: Rules.set(1)) == .admitted)
  }

  @Test("sets of one site stand in one transaction, which nobody else can read; others' sets are nobody's business")
  func shares() throws {
    var ledger = Rules()
    let sets = [Rules.set(1), Rules.set(1, for: ElementID(13))]
    let transaction = ledger.transaction(sets)
    let crypto = ledger.sample.cryptography
    var meter = Meter()
    let opened = try RuleTransaction.open(
      transaction, with: ledger.site, from: ledger.controller.publicKey, crypto, &meter)
    #expect(opened == sets)
    #expect(throws: DropReason.wrongRecipient) {
      try RuleTransaction.open(
        transaction, with: ledger.controller, from: ledger.controller.publicKey, crypto, &meter)
    }
    ledger.commit(sets)
    let source = ledger.started()
    #expect(source.admission(of: sets[0]) == .admitted)
    #expect(source.admission(of: sets[1]) == .unknown)
  }
}
