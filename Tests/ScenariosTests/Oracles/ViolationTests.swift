import Foundation
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Violations")
struct ViolationTests {
  @Test("a violation is one line, with the instant where there is one")
  func lines() {
    let early = Violation(oracle: "agreement", at: .start + .milliseconds(1_500), text: "modules disagree")
    let late = Violation(oracle: "durability", at: nil, text: "a block is gone")
    #expect("\(early)" == "agreement: at 1.5 s: modules disagree")
    #expect("\(late)" == "durability: a block is gone")
  }

  @Test("an outcome's violations survive the journal")
  func coding() throws {
    let violations = [
      Violation(oracle: "agreement", at: Instant(nanoseconds: 1_500_000_001), text: "modules disagree"),
      Violation(oracle: "durability", at: nil, text: "a block is gone"),
    ]
    let bytes = try JSONEncoder().encode(violations)
    #expect(try JSONDecoder().decode([Violation].self, from: bytes) == violations)
  }

  @Test("a list keeps the first twenty, and says how many more there were")
  func limit() {
    var list = ViolationList(.validity)
    for number in 0..<100 { list.report("block \(number)") }
    #expect(list.all.map(\.text) == (0..<20).map { "block \($0)" } + ["violated 80 times more"])
  }
}
