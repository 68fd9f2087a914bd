import Foundation
import TestSupport
import Testing

@testable import Scenarios
@testable import chainbed

@Suite("docs/continuous-integration.md")
struct ContinuousIntegrationDocumentTests {
  private let page: String

  init() throws { page = try Repository.read("docs/continuous-integration.md") }

  /// The fenced blocks of a language.
  private func blocks(_ language: String) -> [String] {
    page.components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
  }

  /// The words of the command lines of `chainbed` in a text, continued lines joined.
  private func commands(_ text: String) -> [[String]] {
    text.replacingOccurrences(of: "\\\n", with: " ").split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map { $0 == "\"$GITHUB_RUN_NUMBER\"" ? "7" : String($0) }
      return words.firstIndex(of: "chainbed").map { Array(words[($0 + 1)...]) }
    }
  }

  @Test("every command on the page is one that chainbed knows, about scenarios that are there")
  func parse() throws {
    let all = commands((blocks("sh") + blocks("yaml")).joined(separator: "\n"))
    #expect(all.count == 8)
    for words in all {
      guard case .run = try ArgumentParser(root: Chainbed.self, version: { "" }).parse(words) else {
        Issue.record("\(words) only prints something")
        continue
      }
      let isOutput = { (place: Int) in place > 0 && words[place - 1] == "--out" }
      for (place, word) in words.enumerated() where word.hasPrefix("scenarios/") && !isOutput(place) {
        if !word.contains("prepared-block-dropped") { #expect(Repository.exists(word), "\(word)") }
      }
    }
  }

  @Test("the workflow is YAML with the two jobs, and runs the check")
  func workflow() throws {
    let block = try #require(blocks("yaml").first)
    let read = YAMLReader.read(Array(block.utf8), source: .file("workflow.yaml"))
    #expect(read.errors.isEmpty, "\(read.errors)")
    guard case .mapping(let entries)? = read.node?.content else {
      Issue.record("no mapping")
      return
    }
    #expect(entries.map(\.key) == ["name", "on", "jobs"])
    guard case .mapping(let jobs)? = entries.last?.value.content else {
      Issue.record("no jobs")
      return
    }
    #expect(jobs.map(\.key) == ["regressions", "nightly"])
  }

  @Test("the page says what every exit status means")
  func statuses() {
    let rows = page.components(separatedBy: "\n").filter { $0.hasPrefix("| ") }.compactMap { row in
      row.split(separator: "|").first.flatMap { Int32($0.filter { $0 != " " }) }
    }
    #expect(rows == [0, 1, 64, 65, 70, 130])
    #expect(rows.allSatisfy { ExitStatus(rawValue: $0) != nil })
  }
}
