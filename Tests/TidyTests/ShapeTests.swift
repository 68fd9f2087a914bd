import Foundation
import TestSupport
import Testing

@Suite("The shape of files")
struct ShapeTests {
  static let longest = 400
  /// Files that are longer for a reason.
  static let longAllowed: Set<String> = []

  @Test("no file is longer than 400 lines, and half of them are shorter than 150")
  func length() throws {
    let sources = try SwiftSource.all(below: "Sources", "Tests").map(\.whole)
    for source in sources where source.lines.count > Self.longest && !Self.longAllowed.contains(source.path) {
      Issue.record("\(source.path): \(source.lines.count) lines, more than \(Self.longest)")
    }
    let lengths = sources.map(\.lines.count).sorted()
    #expect(lengths[lengths.count / 2] < 150)
  }

  @Test("each file declares or extends what it is named after")
  func names() throws {
    for source in try SwiftSource.all(below: "Sources") {
      let file = URL(fileURLWithPath: source.path).deletingPathExtension().lastPathComponent
      let name = String(file.prefix { $0 != "+" })
      let pattern = try NSRegularExpression(
        pattern: #"\b(struct|class|enum|protocol|actor|typealias|extension|func)\s+(\w+\.)*"# + name + #"\b"#)
      if source.code.matches(of: pattern, what: "").isEmpty {
        Issue.record("\(source.path): neither declares nor extends \(name)")
      }
    }
  }

  @Test("nothing is left for later in the text")
  func leftovers() throws {
    let pattern = try NSRegularExpression(pattern: #"\b(TO"# + #"DO|FIX"# + #"ME|X"# + #"XX|H"# + #"ACK)\b"#)
    for source in try SwiftSource.all(below: "Sources", "Tests") {
      for violation in source.whole.matches(of: pattern, what: "do it or leave it") {
        Issue.record(Comment(rawValue: violation))
      }
    }
  }

  @Test("no file speaks of one machine's folders")
  func places() throws {
    let pattern = try NSRegularExpression(
      pattern: #"(?<![\w.])/("# + ["work", "tmp", "home", "root", "Users"].joined(separator: "|") + #")/"#)
    let endings = [
      ".swift", ".md", ".yaml", ".txt", ".py", ".cpp", ".h", ".json", "Makefile", "tools/install-packages",
    ]
    for source in try SourceText.all(below: ".", endings: endings) {
      for violation in source.matches(of: pattern, what: "a path of one machine") {
        Issue.record(Comment(rawValue: violation))
      }
    }
  }
}
