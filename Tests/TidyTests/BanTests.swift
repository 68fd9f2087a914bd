import Foundation
import Testing

@Suite("What may not stand in the code")
struct BanTests {
  @Test("nothing that is banned is used", arguments: Ban.all)
  func bans(ban: Ban) throws {
    let pattern = try NSRegularExpression(pattern: ban.pattern)
    for source in try SwiftSource.all(below: ban.folders) where !ban.allowed.contains(source.path) {
      for violation in source.code.matches(of: pattern, what: ban.reason) {
        Issue.record(Comment(rawValue: violation))
      }
    }
  }

  @Test("a ban finds what it is meant to find, and leaves the rest alone")
  func patterns() throws {
    func isBanned(_ line: String) throws -> Bool {
      try Ban.all.contains { ban in
        let pattern = try NSRegularExpression(pattern: ban.pattern)
        return pattern.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) != nil
      }
    }
    for line in [
      "let now = Date()", "ContinuousClock.now", "Task { }", "Int.random(in: 0..<3)", "list.shuffled()", "x.hashValue",
      "let y = log(x)", "pow(2, 3)", "for name in table.keys {", "import Darwin", "let x = try! f()", "await f()",
      "print(x)",
    ] {
      #expect(try isBanned(line), "\(line)")
    }
    for line in [
      "let date = update", "Int.random(in: 0..<3, using: &stream)", "list.shuffled(using: &stream)",
      "PortableMath.log(x)", "dialog(x)", "for name in table.keys.sorted() {", "func hash(into hasher: inout Hasher)",
      "let block = block(at: 3)", "ledger.print(x)", "try f()",
    ] {
      #expect(try !isBanned(line), "\(line)")
    }
  }
}
