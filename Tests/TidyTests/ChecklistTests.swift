import TestSupport
import Testing

@Suite("The checklist of docs/models/pbft-checklist.md")
struct ChecklistTests {
  @Test("has 25 lines, each with tests or scenarios that exist")
  func lines() throws {
    let page = try Repository.read("docs/models/pbft-checklist.md")
    let rows = page.split(separator: "\n").filter { $0.wholeMatch(of: /\| \d+ \|.*/) != nil }
    #expect(rows.count == 25)
    let tests = try Repository.files(below: "Tests", endings: [".swift"]).map(Repository.read).joined()
    for (index, row) in rows.enumerated() {
      #expect(row.hasPrefix("| \(index + 1) |"))
      let titles = row.matches(of: /"([^"]+)"/).map { String($0.1) }
      let scenarios = row.matches(of: /\(\.\.\/\.\.\/(scenarios\/[^)]+)\)/).map { String($0.1) }
      #expect(!titles.isEmpty, "line \(index + 1)")
      for title in titles { #expect(tests.contains("\"\(title)\""), "no test is called \(title)") }
      for path in scenarios { #expect((try? Repository.read(path)) != nil, "there is no \(path)") }
    }
  }
}
