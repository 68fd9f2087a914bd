import Foundation
import TestSupport
import Testing

@testable import Report

@Suite("JUnit reports")
struct JUnitReportTests {
  /// What Tests/python/read_junit.py sees in a report.
  private struct Seen: Decodable {
    struct Suite: Decodable {
      var name: String
      var properties: [[String]]
      var cases: [Case]
    }

    struct Case: Decodable {
      var name: String
      var group: String
      var time: String
      var failure: [String?]?
      var error: [String?]?
      var skipped: [String?]?
      var output: String?
    }

    var name: String
    var suites: [Suite]
  }

  private func see(_ report: JUnitReport) throws -> Seen {
    let folder = try TemporaryDirectory()
    try folder.write(report.text, to: "junit.xml")
    let result = try Program.python(script: "Tests/python/read_junit.py").run(folder.path + "/junit.xml")
    #expect(result.errors == "")
    #expect(result.status == 0)
    return try JSONDecoder().decode(Seen.self, from: Data(result.output.utf8))
  }

  private static let nasty =
    "<b> & \"q\" 'a' ]]> \u{0}\u{1B}[31m\u{7} tab\t line\nnext\r\n caf\u{e9} \u{1F680} \u{FFFF}"
  private static let cleaned =
    "<b> & \"q\" 'a' ]]> \u{FFFD}\u{FFFD}[31m\u{FFFD} tab\t line\nnext\r\n caf\u{e9} \u{1F680} \u{FFFD}"

  @Test("a report holds every outcome, and its counts are right")
  func outcomes() throws {
    let seen = try see(
      JUnitReport(
        "chainbed",
        suites: [
          JUnitReport.Suite(
            "scenarios",
            cases: [
              .init("one", group: "faults", seconds: 1.2345, outcome: .passed),
              .init(
                "two", group: "faults", seconds: 0.0004,
                outcome: .failed(kind: "agreement", message: "modules disagree", text: "at 3 s"), output: "again"),
              .init("three", group: "faults", seconds: 61, outcome: .error(kind: "crash", message: "m", text: "t")),
              .init("four", group: "faults", seconds: 0, outcome: .skipped(message: "interrupted")),
            ], seconds: 31, properties: [("seed", "1"), ("version", "0.1.0")]),
          JUnitReport.Suite("fuzz", cases: []),
        ]))
    #expect(seen.name == "chainbed")
    #expect(seen.suites.map(\.name) == ["scenarios", "fuzz"])
    #expect(seen.suites[0].properties == [["seed", "1"], ["version", "0.1.0"]])
    let cases = seen.suites[0].cases
    #expect(cases.map(\.name) == ["one", "two", "three", "four"])
    #expect(cases.map(\.time) == ["1.235", "0.000", "61.000", "0.000"])
    #expect(cases.allSatisfy { $0.group == "faults" })
    #expect(cases[1].failure == ["agreement", "modules disagree", "at 3 s"])
    #expect(cases[1].output == "again")
    #expect(cases[2].error == ["crash", "m", "t"])
    #expect(cases[3].skipped == [nil, "interrupted", nil])
    #expect(cases[0].failure == nil && cases[0].error == nil && cases[0].skipped == nil && cases[0].output == nil)
    #expect(seen.suites[1].cases.isEmpty)
  }

  @Test("any text comes back as it was; what XML cannot hold is replaced")
  func escaping() throws {
    let text = Self.nasty
    let seen = try see(
      JUnitReport(
        text,
        suites: [
          JUnitReport.Suite(
            text,
            cases: [
              .init(
                text, group: text, seconds: 0, outcome: .failed(kind: text, message: text, text: text), output: text)
            ], properties: [(text, text)])
        ]))
    let case0 = seen.suites[0].cases[0]
    #expect(seen.name == Self.cleaned)
    #expect(seen.suites[0].properties == [[Self.cleaned, Self.cleaned]])
    #expect(case0.name == Self.cleaned && case0.group == Self.cleaned && case0.output == Self.cleaned)
    #expect(case0.failure == [Self.cleaned, Self.cleaned, Self.cleaned])
  }

  @Test("times that are no times do not break a report", arguments: [-1, Double.infinity, 1e300])
  func times(seconds: Double) throws {
    let report = JUnitReport(
      "r", suites: [JUnitReport.Suite("s", cases: [.init("c", group: "g", seconds: seconds, outcome: .passed)])])
    #expect(try see(report).suites[0].cases.count == 1)
  }

  @Test("the reader of these tests refuses what the schema does not allow")
  func reader() throws {
    let folder = try TemporaryDirectory()
    let good = JUnitReport("r", suites: [JUnitReport.Suite("s", cases: [])]).text
    for (number, wrong) in [
      good.replacingOccurrences(of: "tests=\"0\"", with: "tests=\"1\""),
      good.replacingOccurrences(of: "time=\"0.000\"", with: ""), good + "<x/>",
      good.replacingOccurrences(of: "name=\"s\"", with: "name=\"\u{1}\""),
    ].enumerated() {
      try folder.write(wrong, to: "\(number).xml")
      let result = try Program.python(script: "Tests/python/read_junit.py").run(folder.path + "/\(number).xml")
      #expect(result.status == 1, "\(number)")
    }
  }
}
