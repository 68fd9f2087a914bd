import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("An adversary on every link")
struct AdversaryTests {
  @Test("whatever it does, on any channel, nothing that must hold breaks", arguments: AttackFixture.attacks)
  func holds(attack: Attack) throws {
    let outcome = try CRBFixture.run(AttackFixture.scenario([attack]))
    #expect(outcome.violations == [])
    #expect(outcome.values["blocks"]! > 10)
    #expect((outcome.values["attacks-tried"]! > 10) == attack.kind.isTimed)
    #expect(outcome.values["packets-seen"]! > 100)
    #expect((outcome.values["packets-read"]! > 0) == (attack.channel == .open))
  }

  @Test("TLS drops every packet that is changed, repeated or in another's name")
  func channel() throws {
    let below: [Attack.Kind] = [.replay, .tampering, .impersonation]
    let outcome = try CRBFixture.run(
      AttackFixture.scenario(below.map { Attack($0, every: .milliseconds(10), share: 0.1) }))
    #expect(outcome.values["attacks-refused-bad-record"]! > 100)
    // Over its own connections it gets as far as any client.
    #expect(outcome.values["attacks-refused-duplicate-transaction"]! > 10)
    #expect(outcome.values["drops-unknown-kind"] == 0)
  }

  @Test("who only listens changes nothing")
  func listening() throws {
    let silent = ByzantineFixture.scenario(
      [Fault(.network(.loss(.share(0))), at: .seconds(1), lasts: .seconds(5))], seconds: 8)
    let heard = AttackFixture.scenario([Attack(.eavesdropping, channel: .open)], seconds: 8)
    let (without, with) = (try CRBFixture.run(silent), try CRBFixture.run(heard))
    #expect(without.values["write-rate"] == with.values["write-rate"])
    #expect(without.values["latency-mean"] == with.values["latency-mean"])
    #expect(with.values["transactions-opened"] == 0)
  }

  @Test("the same seed gives the same attacks, another seed others")
  func deterministic() throws {
    let scenario = AttackFixture.scenario([
      Attack(.tampering, channel: .open, every: .milliseconds(10), share: 0.2), Attack(.replay, channel: .open),
    ])
    let (one, two) = (try CRBFixture.run(scenario, seed: 5), try CRBFixture.run(scenario, seed: 5))
    #expect(one.fingerprint == two.fingerprint && one.values == two.values)
    #expect(try CRBFixture.run(scenario, seed: 6).fingerprint != one.fingerprint)
  }

  @Test("it stops when the attack is over")
  func ends() throws {
    let short = try CRBFixture.run(AttackFixture.scenario([Attack(.replay)], lasts: .seconds(2)))
    let long = try CRBFixture.run(AttackFixture.scenario([Attack(.replay)], lasts: .seconds(8)))
    #expect(short.values["attacks-replay"]! * 3 < long.values["attacks-replay"]!)
  }
}

@Suite("Transactions that must not get far")
struct BadTransactionTests {
  /// The reason for which a module refuses each, at its door; nil: only the recipient can tell.
  private func reason(_ defect: Adversary.Defect) -> DropReason? {
    switch defect {
    case .cutOff: .malformed
    case .tooLarge: .transactionTooLarge
    case .otherChain, .unknownType: .wrongType
    case .missingField: .missingField
    case .noDocument, .unexpectedField: .unexpectedField
    case .noRecipientKey: .badKey
    case .clearFields, .clearSender, .otherSealedKey, .nobody: .notEncrypted
    case .shortSignature: .badSignature
    case .again: .duplicateTransaction
    case .future: .futureDated
    case .otherSignature, .forNobody, .sealedForAnother: nil
    }
  }

  @Test("each is refused for its own reason, or is nothing that anybody but its recipient can judge")
  func reasons() throws {
    let crb = ByzantineFixture.world(
      AttackFixture.scenario([Attack(.badTransactions)], seconds: 8).crb { $0.signature = .rsa2048PSS })
    let adversary = AttackFixture.adversary(crb)
    var entry = adversary.entries[0]
    for defect in Adversary.Defect.allCases {
      let bytes = try #require(adversary.bad(defect, 0, &entry)).bytes
      var module = crb.module(0)
      var effects = Effects()
      effects.wallClock = crb.world.simulator.now
      module.step(
        .message(Payload(ClientMessage.submit([Transaction(bytes)]).bytes), from: NodeID(adversary.node)),
        at: crb.world.simulator.now, into: &effects)
      #expect(effects.drops == [reason(defect)].compactMap { $0 }, "\(defect)")
    }
  }
}
