import Foundation
import TestSupport
import Testing

@Suite("Planted defects")
struct MutantTests {
  static let files = Repository.files(below: "Tests/Mutants", endings: [".patch"])

  @Test("every patch says what it breaks and what that violates, and still fits the sources", arguments: files)
  func fits(file: String) throws {
    let patch = try Patch(Repository.read(file))
    let keys = patch.header.map { $0.prefix { $0 != ":" } }
    #expect(keys == ["Breaks", "Violates"] || keys == ["Breaks", "Violates", "Hangs"], "\(file)")
    #expect(!patch.hunks.isEmpty, "\(file) changes nothing")
    for hunk in patch.hunks {
      guard hunk.file.hasPrefix("Sources/"), Repository.exists(hunk.file) else {
        Issue.record("\(file): there is no \(hunk.file)")
        continue
      }
      let text = try "\n" + Repository.read(hunk.file)
      let count = text.components(separatedBy: "\n" + hunk.old.joined(separator: "\n") + "\n").count - 1
      #expect(count == 1, "\(file): what it changes stands \(count) times in \(hunk.file)")
      #expect(hunk.old != hunk.new, "\(file)")
    }
  }

  @Test("there are at least 48 defects and 5 kinds of nondeterminism")
  func count() {
    #expect(Self.files.count { !$0.contains("/nondeterminism/") } >= 48)
    #expect(Self.files.count { $0.contains("/nondeterminism/") } >= 5)
  }

  /// A unified diff below lines that say what it is for.
  private struct Patch {
    struct Hunk {
      var file: String
      var old: [String] = []
      var new: [String] = []
    }

    var header: [String] = []
    var hunks: [Hunk] = []

    init(_ text: String) {
      var file = ""
      for line in text.components(separatedBy: "\n").dropLast() {
        let rest = String(line.dropFirst())
        if line.hasPrefix("--- a/") {
          file = String(line.dropFirst(6))
        } else if line.hasPrefix("@@") {
          hunks.append(Hunk(file: file))
        } else if hunks.isEmpty {
          if file.isEmpty { header.append(line) }
        } else if line.hasPrefix("+++ ") {
          continue
        } else {
          if !line.hasPrefix("+") { hunks[hunks.count - 1].old.append(rest) }
          if !line.hasPrefix("-") { hunks[hunks.count - 1].new.append(rest) }
        }
      }
    }
  }
}
