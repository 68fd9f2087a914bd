import Testing
import Vocabulary

@testable import Protocols

@Suite("Modules that read their membership list")
struct MembershipStartTests {
  /// What the module does with each answer to what it reads.
  private func start(_ module: inout BlockchainModule, with file: [UInt8]) -> [Effect] {
    var effects = Effects()
    module.step(.started, at: .start, into: &effects)
    #expect(files(effects.list) == [.membership])
    effects.clear()
    module.step(.read(.membership, DiskTicket(0), ByteRope(file)), at: .start, into: &effects)
    return effects.list
  }

  private func files(_ effects: [Effect]) -> [FileID] {
    effects.compactMap { effect in
      guard case .read(let file, _, _, _) = effect else { return nil }
      return file
    }
  }

  private func reason(_ effects: [Effect]) -> MembershipDefect? {
    for case .halt(let defect) in effects { return defect }
    return nil
  }

  @Test("a module knows nobody before it has read its list, and all members of the list afterwards")
  func good() {
    let fixture = MembershipFixture()
    var module = fixture.module(2)
    #expect(module.replica.membership.count == 0)
    let effects = start(&module, with: fixture.file)
    #expect(files(effects) == [.ledger])
    #expect(module.replica.membership.members == fixture.pairs.map(\.publicKey))
    #expect(module.replica.membership.federation == fixture.list.id)
    #expect(module.replica.number == 2)
  }

  @Test("a module whose list does not verify halts, says why, and does nothing else")
  func refused() {
    let fixture = MembershipFixture()
    let cases: [([UInt8], MembershipDefect)] = [
      ([], .missing), (Array(fixture.file.prefix(100)), .torn),
      (fixture.file(by: fixture.pairs[1]), .badSignature), (fixture.file { $0.federation = "smb" }, .otherFederation),
      (fixture.file { $0.number = 4 }, .otherNumber), (fixture.file { $0.memberKeys[3] = [1] }, .badKey),
    ]
    for (file, defect) in cases {
      var module = fixture.module(0)
      let effects = start(&module, with: file)
      #expect(effects.count == 1)
      #expect(reason(effects) == defect)
      #expect(module.phase == .restarting)
      #expect(module.replica.membership.count == 0)
    }
  }

  @Test("a module whose own key is not at its number refuses the list, though the authority has signed it")
  func otherKey() {
    let fixture = MembershipFixture()
    var stranger = fixture.module(0, key: fixture.crypto.keyPair(named: "stranger"))
    #expect(reason(start(&stranger, with: fixture.file)) == .otherKey)
    var misplaced = fixture.module(0, key: fixture.pairs[1])
    #expect(reason(start(&misplaced, with: fixture.file)) == .otherKey)
    var left = fixture.module(3)
    #expect(reason(start(&left, with: fixture.file { $0.memberKeys.removeLast() })) == .otherKey)
  }

  @Test("what arrives before the list is read waits, and is dropped by a module that has refused it")
  func early() {
    let fixture = MembershipFixture()
    let message = Input.message(Payload([1, 2, 3]), from: NodeID(1))
    var good = fixture.module(0)
    var effects = Effects()
    good.step(message, at: .start, into: &effects)
    #expect(effects.isEmpty)
    var halted = fixture.module(0)
    _ = start(&halted, with: [])
    halted.step(message, at: .start, into: &effects)
    guard case .drop(.starting)? = effects.list.first else {
      Issue.record("not dropped: \(effects.list)")
      return
    }
  }
}
