import Foundation
import TestSupport
import Testing

@testable import chainbed

@Suite("chainbed check-regressions")
struct CheckRegressionsTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(SmallScenario.text, to: "tests/small.yaml")
  }

  private func check(_ words: String...) throws -> Program.Result {
    try Program.chainbed.run(["check-regressions"] + words, in: folder.path)
  }

  /// The report's cases as `name: element`, as a reader of the format sees them.
  private func cases(_ file: String = "junit.xml") throws -> [String] {
    struct Report: Decodable {
      struct Suite: Decodable { var cases: [Case] }
      struct Case: Decodable {
        var name: String
        var failure: [String?]?
        var error: [String?]?
        var skipped: [String?]?
      }
      var suites: [Suite]
    }
    let read = try Program.python(script: "Tests/python/read_junit.py").run("\(folder.path)/\(file)")
    #expect(read.errors == "")
    let report = try JSONDecoder().decode(Report.self, from: Data(read.output.utf8))
    return report.suites.flatMap(\.cases).map { found in
      let problem = (found.failure ?? found.error).map { "\($0[0] ?? "") " } ?? ""
      let kinds = [("failure", found.failure), ("error", found.error), ("skipped", found.skipped)]
      return "\(found.name): " + problem + (kinds.first { $0.1 != nil }?.0 ?? "passed")
    }
  }

  @Test("when all is well the status is 0, and there is a row and a test case for each scenario")
  func good() throws {
    try folder.write(SmallScenario.text, to: "tests/deeper/other.yaml")
    try folder.write("prices: {}\n", to: "tests/profiles/machine.yaml")
    let result = try check("tests", "tests/small.yaml", "--junit", "junit.xml")
    #expect(result.status == 0)
    #expect(result.errors == "")
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0].split(separator: " ") == ["tests/", "verdict", "judged", "simulated", "wall"])
    #expect(lines[2].hasPrefix("deeper/other  ok"))
    #expect(lines[3].hasPrefix("small         ok"))
    #expect(lines.contains("2 scenarios: 2 ok; 12 s simulated"))
    #expect(try cases() == ["other: passed", "small: passed"])
    #expect(folder.files().filter { $0.contains("results") } == [])
  }

  @Test("what fails is one line in the table, whole below it with a command, and a failure in the report; status 1")
  func failing() throws {
    try folder.write(
      SmallScenario.expecting("that: write-rate, at-least: 1000000 /s"), to: "tests/has a space.yaml")
    let result = try check("tests", "--junit", "junit.xml")
    #expect(result.status == 1)
    #expect(result.output.contains("\n    write-rate is at least 1000000 /s: "))
    #expect(result.output.contains("2 scenarios: 1 ok, 1 FAILED; 12 s simulated\n"))
    #expect(result.output.hasSuffix("  again: chainbed run 'tests/has a space.yaml'\n"))
    #expect(try cases() == ["has a space: expectation failure", "small: passed"])
    #expect(try Program.chainbed.run("run", "tests/has a space.yaml", "--quiet", in: folder.path).status == 1)
  }

  @Test("a scenario that cannot be read does not keep the others from running; status 65")
  func unreadable() throws {
    try folder.write("title: Wrong\nnonsense: 1\n", to: "tests/wrong.yaml")
    try folder.write(SmallScenario.expecting("that: write-rate, at-least: 1000000 /s"), to: "tests/failing.yaml")
    let result = try check("tests", "--junit", "junit.xml")
    #expect(result.status == 65)
    #expect(result.output.contains("3 scenarios: 1 ok, 1 FAILED, 1 UNREADABLE; 12 s simulated\n"))
    #expect(result.output.contains("  tests/wrong.yaml:2:1: error: nonsense: unknown key\n"))
    #expect(result.output.contains("  again: chainbed check tests/wrong.yaml\n"))
    #expect(
      try cases() == ["failing: expectation failure", "small: passed", "wrong: unreadable error"])
  }

  @Test("a process that dies is a defect of chainbed in one row, and the others still count; status 70")
  func defect() throws {
    let long = SmallScenario.text.replacingOccurrences(of: "measure: 1 s", with: "measure: 80000 s")
    try folder.write(long, to: "tests/long.yaml")
    let line = """
      "$0" check-regressions tests --junit junit.xml & process=$!
      while kill -0 $process && ! pgrep -P $process -f "tests/long.yaml" > /dev/null; do sleep 0.02; done
      pkill -KILL -P $process -f "tests/long.yaml"
      wait $process
      """
    let result = try Program(path: "/bin/bash").run("-c", line, Program.chainbed.path, in: folder.path)
    #expect(result.status == 70)
    #expect(result.output.contains("2 scenarios: 1 ok, 1 DEFECT; 6 s simulated\n"))
    #expect(result.output.contains("its process was ended by signal "))
    #expect(try cases() == ["long: defect error", "small: passed"])
  }

  @Test("an interruption leaves no process behind, and a report of what was done; status 130")
  func interruption() throws {
    let long = SmallScenario.text.replacingOccurrences(of: "measure: 1 s", with: "measure: 80000 s")
    try folder.write(long, to: "tests/z.yaml")
    let line = """
      "$0" check-regressions tests --jobs 1 --junit junit.xml & process=$!
      while kill -0 $process && ! pgrep -P $process -f "tests/z.yaml" > /dev/null; do sleep 0.02; done
      worker=$(pgrep -P $process -f "tests/z.yaml")
      kill -INT $process; wait $process; status=$?
      for try in {1..200}; do
        [ -z "$(ps -o stat= -p $worker | grep -v Z)" ] && exit $status
        sleep 0.05
      done
      echo "the worker lives"
      exit $status
      """
    let result = try Program(path: "/bin/bash").run("-c", line, Program.chainbed.path, in: folder.path)
    #expect(result.status == 130)
    #expect(!result.output.contains("lives"))
    #expect(result.output.contains("2 scenarios: 1 ok, 1 skipped; 6 s simulated\n"))
    #expect(try cases() == ["small: passed", "z: skipped"])
  }

  @Test("fuzzing is a suite of its own, with coverage; marks that are required and not met make the check fail")
  func fuzzing() throws {
    let fuzz = ["check-regressions", "tests/small.yaml", "--fuzz", "tests/small.yaml", "--fuzz-cases", "2"]
    let good = try Program.chainbed.run(fuzz + ["--junit", "junit.xml"], in: folder.path)
    #expect(good.status == 0)
    let row = good.output.split(separator: "\n").filter { $0.hasPrefix("small ") }.last
    #expect(row?.split(separator: " ").prefix(3) == ["small", "ok", "2"])
    #expect(good.output.contains("marks, and how often each was met:"))
    #expect(try cases() == ["small: passed", "small: passed"])

    let demanding = try Program.chainbed.run(fuzz + ["--require-marks", "--junit", "junit.xml"], in: folder.path)
    #expect(demanding.status == 1)
    #expect(demanding.output.contains("\n    never: mark: "))
    let marks = try cases()
    #expect(marks.count > 50)
    #expect(marks.contains("mark: new view rejected: never failure"))
    let alone = try Program.chainbed.run(
      "fuzz", "tests/small.yaml", "--cases", "2", "--require-marks", "--quiet", in: folder.path)
    #expect(alone.status == 1)
    #expect(alone.output.contains(" required marks and cells were reached\n    never: "))
  }

  @Test("a scenario that cannot be fuzzed is an error beside the others")
  func wrongFuzz() throws {
    let result = try check("tests", "--fuzz", "tests/none.yaml", "--fuzz-cases", "2", "--junit", "junit.xml")
    #expect(result.status == 65)
    #expect(result.output.contains("tests/none.yaml: error: no such file"))
    #expect(try cases() == ["small: passed", "none: unreadable error"])
  }

  @Test("--twice runs each scenario in two processes and finds no difference")
  func twice() throws {
    let result = try check("tests", "--twice")
    #expect(result.status == 0)
    #expect(result.output.contains("1 scenario: 1 ok; 6 s simulated\n"))
  }

  @Test(
    "what cannot be done gives one clear line",
    arguments: [
      (["nowhere"], 65, "Error: nowhere: no such file or folder\n"),
      (["empty"], 65, "Error: empty: there is no scenario below it\n"),
      (
        ["tests", "--junit", "none/junit.xml"], 64, "Error: none/junit.xml: cannot create: No such file or directory\n"
      ),
      (["tests", "--junit", "empty"], 64, "Error: empty: cannot create: Is a directory\n"),
      (
        ["tests", "--capsules", "found"], 64,
        "Error: --capsules has no effect without --fuzz, --fuzz-cases or --fuzz-for\n"
      ),
      (["tests", "--junit", ""], 64, "Error: --junit is empty; name a file\n"),
    ])
  func badInput(words: [String], status: Int32, line: String) throws {
    try folder.write("", to: "empty/readme.txt")
    let result = try Program.chainbed.run(["check-regressions"] + words, in: folder.path)
    #expect(result.status == status)
    #expect(result.output == "")
    #expect(result.errors == line)
  }

  @Test("the table fits a terminal, and a pipe sees no control characters")
  func width() throws {
    try folder.write(SmallScenario.expecting("that: write-rate, at-least: 1000000 /s"), to: "tests/a.yaml")
    try folder.write(
      SmallScenario.expecting("that: consensus-delay, at: {crb.modules: 4}, at-most: 1 us"), to: "tests/b.yaml")
    let output = try check("tests").output
    let table = output.components(separatedBy: "\n\n")[0]
    #expect(table.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
  }

  @Test("names are told from the deepest folder that all files share")
  func names() {
    let (folder, names) = RegressionFiles.names(["s/a/one.yaml", "s/a/b/two.yml", "s/a/three"])
    #expect(folder == "s/a")
    #expect(names == ["one", "b/two", "three"])
    #expect(RegressionFiles.names(["one.yaml"]) == ("", ["one"]))
    #expect(RegressionFiles.names(["a/one.yaml", "/b/one.yaml"]) == ("", ["a/one", "/b/one"]))
  }
}
