import Protocols
import TestSupport
import Testing
import Vocabulary

@testable import Scenarios

@Suite("The agreement oracle")
struct AgreementOracleTests {
  /// Delivers to the oracle and gives what it then says.
  private func violations(modules: Int = 3, _ deliveries: [(node: Int, height: Int64, block: Block)]) -> [String] {
    let oracle = AgreementOracle(modules: modules)
    for delivery in deliveries {
      oracle.delivered(delivery.block, height: delivery.height, at: NodeID(delivery.node), now: .start + .seconds(2))
    }
    return oracle.violations.map(\.description)
  }

  private let first: Block
  private let second: Block
  /// At the height of the second: another block, and the same content under another identifier.
  private let rival: Block
  private let renamed: Block

  init() {
    var sample = SampleLedger()
    sample.append([sample.publicConfiguration(1)])
    first = sample.blocks[0]
    rival = sample.block([sample.publicConfiguration(7)])
    sample.append([sample.publicConfiguration(2)])
    second = sample.blocks[1]
    renamed = Block(header: BlockHeader(identifier: [1], proof: []), content: second.content)
  }

  @Test("modules that append the same blocks, each at its own time, are fine")
  func good() {
    #expect(
      violations([(0, 1, first), (0, 2, second), (2, 1, first), (1, 1, first), (1, 2, second), (2, 2, second)]) == [])
  }

  @Test("different blocks at one height are a violation, also if only the identifier differs")
  func disagreement() {
    for other in [rival, renamed] {
      let found = violations([(0, 1, first), (0, 2, second), (1, 1, first), (1, 2, other)])
      #expect(found == ["agreement: at 2.0 s: modules disagree on the block at height 2"])
    }
  }

  @Test("a height left out or repeated is a violation")
  func heights() {
    #expect(violations([(0, 2, first)]) == ["agreement: at 2.0 s: module 0 appended height 2 after 0"])
    let repeated = violations([(0, 1, first), (0, 1, first)])
    #expect(repeated.first == "agreement: at 2.0 s: module 0 appended height 1 after 1")
  }

  @Test("a block that does not follow the module's last one is a violation")
  func links() {
    #expect(
      violations([(0, 1, second)]) == [
        "agreement: at 2.0 s: module 0 appended a block at height 1 that does not follow its last"
      ])
  }

  @Test("the first twenty are enough, with how many more there were")
  func limit() {
    let found = violations([(node: Int, height: Int64, block: Block)](repeating: (0, 5, second), count: 100))
    #expect(found.count == 21 && found.last?.hasSuffix("times more") == true, "\(found.last ?? "")")
  }
}
