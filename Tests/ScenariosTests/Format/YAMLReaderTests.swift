import Testing

@testable import Scenarios

@Suite("YAML with places")
struct YAMLReaderTests {
  private func errors(_ text: String) -> [String] { errors(Array(text.utf8)) }
  private func errors(_ bytes: [UInt8]) -> [String] {
    YAMLReader.read(bytes, source: .file("f.yaml")).errors.map(\.description)
  }

  @Test("every key and value knows its line and column, in characters")
  func keepsPlaces() throws {
    let text = "a: 1\n# comment\nbé: {c: [x, y z]}\n"
    let root = try #require(YAMLReader.read(Array(text.utf8), source: .file("f.yaml")).node)
    let entry = try #require(root.entry("bé"))
    #expect(entry.keyPlace.description == "f.yaml:3:1")
    #expect(entry.value.place.description == "f.yaml:3:5")
    guard case .list(let items) = try #require(entry.value.entry("c")).value.content else {
      Issue.record("not a list")
      return
    }
    #expect(items.map(\.scalar) == ["x", "y z"])
    #expect(items.map(\.place.column) == [10, 13])
  }

  @Test("an empty file is said to be empty", arguments: ["", "\n\n", "# only a comment\n"])
  func refusesEmptiness(text: String) { #expect(errors(text) == ["f.yaml: error: the file is empty"]) }

  @Test("bytes that are not UTF-8 are shown where they stand")
  func refusesOtherEncodings() {
    #expect(errors(Array("a: 1\nb: x".utf8) + [0xFF]) == ["f.yaml:2:5: error: not UTF-8 text"])
    #expect(errors([0xFF, 0xFE, 0x61, 0x00]) == ["f.yaml:1:1: error: not UTF-8 text"])
    #expect(errors("a: \u{0}") == ["f.yaml:1:4: error: control character U+0000"])
  }

  @Test("a file above 1 MiB is refused before it is read")
  func refusesHugeFiles() {
    let bytes = [UInt8](repeating: UInt8(ascii: "#"), count: YAMLReader.maximumBytes + 1)
    #expect(errors(bytes) == ["f.yaml: error: larger than 1 MiB"])
  }

  @Test("nesting is limited", arguments: ["[", "{a: ", "- "])
  func refusesDepth(opening: String) {
    let text = String(repeating: opening, count: 100_000)
    #expect(errors(text).contains { $0.hasSuffix("error: nested deeper than 32 levels") })
  }

  @Test("a word for no value is no name unless it is in quotes", arguments: ["~", "null", "Null", "NULL"])
  func refusesNull(word: String) throws {
    let refusal = "'\(word)' is YAML's word for no value; leave the key out, or put a name in quotes"
    #expect(errors("a: 1\nsites: \(word)\n") == ["f.yaml:2:8: error: \(refusal)"])
    #expect(errors("sites: [a, \(word)]") == ["f.yaml:1:12: error: \(refusal)"])
    #expect(errors("sites: [\"\(word)\", '\(word)']") == [])
    let written = YAMLWriter.text(.mapping([("a", .text(word))]))
    #expect(YAMLReader.read(Array(written.utf8), source: .file("f.yaml")).node?.entry("a")?.value.scalar == word)
  }

  @Test("anchors, aliases and duplicate keys are found in one go")
  func findsSeveral() {
    #expect(
      errors("a: &x 1\nb: *x\na: 2\n") == [
        "f.yaml:1:4: error: anchors ('&name') are not used here; write the value out",
        "f.yaml:2:4: error: aliases ('*name') are not used here; write the value out",
        "f.yaml:3:1: error: a: given twice; first on line 1",
      ])
  }

  @Test("a billion laughs are refused at the first")
  func refusesExpansion() {
    let text = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    #expect(errors(text).count == 6)
  }

  @Test("a byte order mark and Windows line ends are read over")
  func readsWindowsFiles() throws {
    let text = "\u{FEFF}a: 1\r\nb: 2\r\n"
    let root = try #require(YAMLReader.read(Array(text.utf8), source: .file("f")).node)
    #expect(root.entries.map(\.key) == ["a", "b"])
    #expect(root.entries.map(\.value.scalar) == ["1", "2"])
  }
}
