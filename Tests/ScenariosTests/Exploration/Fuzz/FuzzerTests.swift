import Foundation
import TestSupport
import Testing

@testable import Scenarios

@Suite("The fuzzer")
struct FuzzerTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func fuzz(
    _ text: String, _ cases: Range<Int>, jobs: Int = 1, keepsGoing: Bool = false, into name: String = "out"
  ) throws -> FuzzSummary {
    let options = FuzzOptions(
      cases: cases, seed: 3, jobs: jobs, keepsGoing: keepsGoing, directory: "\(folder.path)/\(name)", version: "test")
    return try Fuzzer(ExplorationFixture.load(text), options: options, observer: QuietObserver()).summarise()
  }

  @Test("good cases leave nothing behind but their counts")
  func good() throws {
    let summary = try fuzz(ExplorationFixture.text, 0..<6)
    #expect(summary.isGood && summary.cases == 6 && summary.simulatedSeconds == 36)
    #expect(summary.events > 1_000 && summary.faults > 0 && !summary.casesWith.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out"))
  }

  @Test("a planted violation is found, and the first case stops the run, at any number of jobs")
  func stops() throws {
    let one = try fuzz(ExplorationFixture.hopeless, 0..<30, jobs: 1, into: "one")
    let many = try fuzz(ExplorationFixture.hopeless, 0..<30, jobs: 3, into: "many")
    #expect(one.failures.map(\.violation.oracle) == ["progress"])
    #expect(one.cases == one.failures[0].number + 1 && one.cases == many.cases)
    #expect(one.failures.map(\.violation) == many.failures.map(\.violation))
    #expect(one.events == many.events && one.coverage == many.coverage)
    #expect(try folder.files("one") == folder.files("many"))
    for file in try folder.files("one") { #expect(try folder.read("one/" + file) == folder.read("many/" + file)) }
  }

  @Test("a violation whose capsule cannot be written still counts, and says why")
  func unwritable() throws {
    try folder.write("", to: "file")
    let summary = try fuzz(ExplorationFixture.hopeless, 0..<30, into: "file/out")
    #expect(summary.failures.map(\.violation.oracle) == ["progress"])
    #expect(summary.failures[0].problem?.contains("file/out: cannot create: ") == true)
    #expect(try fuzz(ExplorationFixture.hopeless, 0..<30).failures[0].problem == nil)
  }

  @Test("it can go on, and one case alone gives what it gave among others")
  func alone() throws {
    let all = try fuzz(ExplorationFixture.hopeless, 0..<8, jobs: 2, keepsGoing: true, into: "all")
    #expect(all.cases == 8 && all.failures.count > 1)
    let last = try #require(all.failures.last)
    let alone = try fuzz(ExplorationFixture.hopeless, last.number..<last.number + 1, into: "alone")
    #expect(alone.failures.map(\.violation) == [last.violation])
    let name = try #require(last.path.split(separator: "/").last)
    #expect(try folder.read("alone/\(name)") == folder.read("all/\(name)"))
  }
}

extension TemporaryDirectory {
  /// Names in a folder below, sorted.
  fileprivate func files(_ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)").sorted()
  }
}
