import TestSupport
import Testing

@testable import chainbed

@Suite("chainbed twins")
struct TwinsTests {
  private func run(_ words: String...) throws -> Program.Result { try Program.chainbed.run(["twins"] + words) }

  /// What does not depend on the machine.
  private func steady(_ output: String) -> [Substring] {
    output.split(separator: "\n").filter { !$0.contains("scenarios/s") }
  }

  @Test("all scenarios of one view violate nothing; the output says how many there are and what they reached")
  func all() throws {
    let result = try run("--views", "1")
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.contains("24 scenarios of 1 views with 24 choices each: 4 replicas, 1 of them twice"))
    #expect(result.output.contains("nothing is violated"))
    #expect(result.output.contains("a leader equivocated"))
  }

  @Test("a sample is the same at any number of jobs, and another one from another seed")
  func sample() throws {
    let one = try run("--sample", "40", "--seed", "3", "--jobs", "1")
    let two = try run("--sample", "40", "--seed", "3", "--jobs", "2")
    #expect(one.status == 0)
    #expect(steady(one.output) == steady(two.output))
    #expect(try steady(run("--sample", "40", "--seed", "4").output) != steady(one.output))
  }

  @Test("a sample that is larger than all scenarios is all of them")
  func wholeSpace() throws {
    let result = try run("--views", "1", "--sample", "99999999999")
    #expect(result.status == 0)
    #expect(try steady(result.output) == steady(run("--views", "1").output))
  }

  @Test("with more twins than tolerated a violation comes with its schedule in words and the command that replays it")
  func violation() throws {
    let result = try run("--twins", "2", "--views", "1")
    #expect(result.status == 1)
    #expect(result.output.contains("violated: agreement"))
    let replays = result.output.split(separator: "\n").compactMap { line in
      line.contains("replay: chainbed twins ") ? line.split(separator: " ").dropFirst(3).map(String.init) : nil
    }
    let words = try #require(replays.first)
    let replay = try Program.chainbed.run(["twins"] + words)
    #expect(replay.status == 1)
    #expect(replay.output.hasPrefix("view 0: "))
    #expect(replay.output.contains("DECIDES"))
    let violations = { (text: String) in text.split(separator: "\n").filter { $0.contains("violated: ") } }
    #expect(!violations(replay.output).isEmpty)
    #expect(violations(replay.output).allSatisfy { violations(result.output).contains($0) })
  }

  @Test("one scenario is told event by event")
  func only() throws {
    let result = try run("--only", "17.3.22.5")
    #expect(result.status == 0)
    for view in 0..<4 { #expect(result.output.contains("\nview \(view): ") || view == 0) }
    #expect(result.output.contains("the network is whole"))
    #expect(result.output.hasSuffix("replay: chainbed twins --only 17.3.22.5\n"))
  }

  @Test("programs get JSON")
  func json() throws {
    let result = try run("--views", "1", "--format", "json")
    #expect(result.status == 0)
    #expect(result.output.contains("\"scenarios\": 24"))
    #expect(result.output.contains("\"violating\": 0"))
    #expect(try run("--only", "1.2", "--format", "json").output.contains("\"transcript\": ["))
  }

  @Test(
    "what makes no sense is refused, with the reason",
    arguments: [
      (["--seed", "3"], "--seed needs --sample"),
      (["--only", "3.x"], "choices are numbers from 0 to 23"),
      (["--only", "24"], "choices are numbers from 0 to 23"),
      (["--only", ""], "choices are numbers from 0 to 23"),
      (["--only", "1", "--sample", "3"], "leave out --sample"),
      (["--only", "0.1.2", "--views", "2"], "leave out --views"),
      (["--views", "9", "--sample", "99999999999"], "at most 5000000"),
      (["--views", "40"], "at most 32 views"),
      (["--views", "8"], "take a --sample"),
      (["--replicas", "3"], "tolerate no fault"),
      (["--replicas", "4", "--twins", "4"], "must run once"),
      (["--replicas", "9223372036854775807"], "at most 20 instances"),
      (["--replicas", "19", "--sample", "1"], "at most 20 instances"),
      (["--twins", "9223372036854775807"], "at most 20 instances"),
    ])
  func refusal(words: [String], reason: String) throws {
    let result = try Program.chainbed.run(["twins"] + words)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.contains(reason), "\(result.errors)")
  }
}
