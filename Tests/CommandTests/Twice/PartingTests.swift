import Foundation
import Scenarios
import TestSupport
import Testing

@testable import chainbed

@Suite("Where two runs part")
struct PartingTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(SmallScenario.text, to: "small.yaml")
  }

  /// The steps of a run, as a worker writes them.
  private func steps(_ words: String...) throws -> Data {
    let line = "\"$0\" worker trace small.yaml --set crb.modules=4 \"$@\" > steps"
    let result = try Program(path: "/bin/bash").run(["-c", line, Program.chainbed.path] + words, in: folder.path)
    #expect(result.status == 0)
    return try Data(contentsOf: folder.url.appendingPathComponent("steps"))
  }

  private func parting(_ one: Data, _ other: Data) throws -> Parting? {
    let readers = try [one, other].map { data in
      let name = "\(folder.path)/\(UUID().uuidString)"
      try data.write(to: URL(fileURLWithPath: name))
      return StepReader(try #require(FileHandle(forReadingAtPath: name)))
    }
    return try Parting.find(readers[0], readers[1], modules: 4)
  }

  @Test("two workers on the same run write the same")
  func same() throws {
    let one = try steps("--seed", "5")
    #expect(one.count > 300 * TracedStep.byteCount)
    #expect(one.count % TracedStep.byteCount == 0)
    #expect(try parting(one, steps("--seed", "5")) == nil)
  }

  @Test("the first event that differs is named, with what led to it in both")
  func first() throws {
    let (one, other) = try (
      steps("--seed", "5"),
      steps("--seed", "5", "--set", "crb.view-change-timeout=20 s", "--set", "network.latency=201 us")
    )
    let found = try #require(try parting(one, other))
    let number = Int(found.number)
    #expect(number > 4, "all modules start alike")
    let record = { (data: Data, place: Int) in data.dropFirst((place - 1) * TracedStep.byteCount).prefix(24) }
    #expect(record(one, number) != record(other, number))
    #expect((1..<number).allSatisfy { record(one, $0) == record(other, $0) })
    let lines = found.text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "They part at event \(number), which differs in time")
    #expect(lines[1].hasPrefix("  in one:   0.0"))
    #expect(lines[2].hasPrefix("  in other: 0.0"))
    #expect(lines[1].contains("module 1 takes a message, fetch, from module 0"))
    #expect(lines[3].hasPrefix("  both because of event "))
    #expect(lines.last == "  so one of these events did not do the same in the two processes")
  }

  @Test("causes that differ are shown for each")
  func differingCauses() throws {
    let found = try #require(try parting(steps("--seed", "5"), steps("--seed", "6")))
    #expect(found.text.contains("because of "))
  }

  @Test("a run that ends earlier is one that differs")
  func shorter() throws {
    let one = try steps("--seed", "5")
    let found = try #require(try parting(one, one.dropLast(2 * TracedStep.byteCount)))
    #expect(found.number == Int64(one.count / TracedStep.byteCount - 1))
    #expect(found.text.hasSuffix("\n  in other: the run is over"))
    #expect(!found.text.contains("differs in"))
  }

  @Test("a worker whose reader has gone ends")
  func gone() throws {
    let line =
      "\"$0\" worker trace small.yaml --seed 5 --set crb.modules=4 --set 'duration={warm-up: 0 s, measure: 300 s}' | head -c 40 | wc -c; echo ${PIPESTATUS[0]}"
    let result = try Program(path: "/bin/bash").run("-c", line, Program.chainbed.path, in: folder.path)
    #expect(result.output == "40\n64\n")
  }

  @Test("the history keeps the last steps under their numbers")
  func history() throws {
    let data = try steps("--seed", "5")
    let all = data.withUnsafeBytes { bytes in
      (0..<20).map { bytes.loadUnaligned(fromByteOffset: $0 * TracedStep.byteCount, as: TracedStep.self) }
    }
    var history = StepHistory(limit: 4)
    for step in all { history.append(step) }
    #expect(history.count == 20)
    #expect((17...20).allSatisfy { history[$0] == all[Int($0) - 1] })
    #expect(history[1] == nil && history[0] == nil && history[21] == nil)
  }

  @Test("any 64 bits are a seed, and nothing else is")
  func seeds() {
    #expect(Seed(argument: "18446744073709551615")?.value == .max)
    #expect(Seed(argument: "-1") == nil)
  }
}
