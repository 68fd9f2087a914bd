import Foundation
import TestSupport
import Testing

@Suite("Documents")
struct DocumentTests {
  @Test("every link between documents leads to a file", arguments: Repository.files(below: ".", endings: [".md"]))
  func links(document: String) throws {
    let folder = URL(fileURLWithPath: document).deletingLastPathComponent().relativePath
    for target in try Self.links(in: document) where !target.contains("://") && !target.hasPrefix("mailto:") {
      let path = target.prefix { $0 != "#" }
      guard !path.isEmpty else { continue }
      if !Repository.exists(folder + "/" + path) { Issue.record("\(document): \(target) does not exist") }
    }
  }

  @Test("every document that code or another document names is there")
  func named() throws {
    let pattern = try NSRegularExpression(pattern: #"docs/[\w/.-]+\.md"#)
    for source in try SourceText.all(below: ".", endings: [".swift", ".md", ".yaml", ".py"]) {
      for (number, line) in zip(1..., source.lines) {
        for match in pattern.matches(in: line, range: NSRange(line.startIndex..., in: line)) {
          let name = try String(line[#require(Range(match.range, in: line))])
          if !Repository.exists(name) { Issue.record("\(source.path):\(number): \(name) does not exist") }
        }
      }
    }
  }

  @Test("the documents that everybody needs are there")
  func documents() {
    for name in [
      "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "docs/GLOSSARY.md",
    ] {
      #expect(Repository.exists(name), "\(name)")
    }
  }

  @Test("ARCHITECTURE.md links every decision")
  func decisions() throws {
    let links = try Set(Self.links(in: "ARCHITECTURE.md"))
    for decision in Repository.files(below: "docs/decisions", endings: [".md"]) {
      #expect(links.contains(decision), "ARCHITECTURE.md has no link to \(decision)")
    }
  }

  @Test("ARCHITECTURE.md names every module and every folder of a module")
  func sourceMap() throws {
    let text = try Repository.read("ARCHITECTURE.md")
    let files = Repository.files(below: "Sources", endings: [".swift"])
    let folders = Set(files.map { $0.split(separator: "/").dropLast().prefix(3).map(String.init) })
    for folder in folders.sorted(by: { $0.joined() < $1.joined() }) {
      for name in folder.dropFirst() where !text.contains("\(name)/") {
        Issue.record("ARCHITECTURE.md does not say what \(folder.joined(separator: "/")) is for")
      }
    }
  }

  @Test("each folder of scenarios has a README with a row for every file")
  func scenarioTables() throws {
    for file in Repository.files(below: "scenarios", endings: [".yaml"]) {
      let url = URL(fileURLWithPath: file)
      let readme = url.deletingLastPathComponent().relativePath + "/README.md"
      guard Repository.exists(readme) else {
        Issue.record("\(readme) is missing")
        continue
      }
      let rows = try Repository.read(readme).components(separatedBy: "\n").filter { $0.hasPrefix("|") }
      if !rows.contains(where: { $0.contains(url.lastPathComponent) }) {
        Issue.record("\(readme) has no row for \(url.lastPathComponent)")
      }
    }
  }

  /// The targets of all links of a document, without the ones inside code blocks.
  private static func links(in document: String) throws -> [String] {
    let pattern = try NSRegularExpression(pattern: #"\]\(([^)\s]+)\)"#)
    var isCode = false
    return try Repository.read(document).components(separatedBy: "\n").flatMap { line -> [String] in
      if line.hasPrefix("```") { isCode.toggle() }
      guard !isCode else { return [] }
      return pattern.matches(in: line, range: NSRange(line.startIndex..., in: line)).compactMap { match in
        Range(match.range(at: 1), in: line).map { String(line[$0]) }
      }
    }
  }
}
