import Foundation
import TestSupport
import Testing

@Suite("chainbed bench")
struct BenchTests {
  /// Speeds are not compared with anything here: a test must not depend on the machine.
  private func measure(_ words: String...) throws -> [[String: Any]] {
    let result = try Program.chainbed.run(["bench"] + words + ["--format", "json"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
  }

  @Test("bench kernel does the same work as its baseline and gives their ratio")
  func kernel() throws {
    let rows = try measure("kernel", "--scale", "0.001", "--runs", "1")
    #expect(
      rows.map { $0["name"] as? String } == ["hold-1", "hold-1000", "hold-100000", "packet-chain-10-hops"])
    #expect(rows.map { $0["target_of"] as? String } == [nil, nil, "ratio", "events_per_second"])
    #expect(rows.map { $0["at_least"] as? Double } == [nil, nil, 1.5, 10_000_000])
    for row in rows {
      let figures: Set = ["name", "events_per_second", "baseline", "ratio"]
      #expect(Set(row.keys).subtracting(["target_of", "at_least", "met"]) == figures)
      try expectVerdict(row)
      let ours = try #require(row["events_per_second"] as? Double)
      let baseline = try #require(row["baseline"] as? Double)
      let ratio = try #require(row["ratio"] as? Double)
      #expect(abs(ratio - ours / baseline) < 0.01 * ratio + 0.001)
    }
  }

  @Test("bench consensus counts the messages of the closed form")
  func consensus() throws {
    let rows = try measure("consensus", "--replicas", "4")
    #expect(rows.count == 3)
    // (n - 1) + (n - 1)^2 + n (n - 1)
    for row in rows { #expect(row["messages_per_decision"] as? Double == 24) }
    #expect(rows.map { $0["at_most"] as? Double } == [0.22, nil, nil])
    for row in rows { try expectVerdict(row) }
  }

  @Test("bench forwarding sends every packet through all elements, encrypted and plain")
  func forwarding() throws {
    let rows = try measure("forwarding", "--packets", "5", "--parts", "3")
    #expect(
      rows.map { $0["name"] as? String }
        == ["three-functions-encrypted", "three-functions-modelled", "three-functions-plain"])
    // Two functions at the ends of each of two encrypted links.
    #expect(rows.map { $0["visits_per_packet"] as? Double } == [25, 25, 21])
    #expect(rows.map { $0["packets"] as? Int } == [15, 15, 15])
    #expect(rows.map { $0["at_least"] as? Double } == [50_000, nil, 150_000])
    for row in rows {
      #expect(try #require(row["packets_per_second"] as? Double) > 0)
      try expectVerdict(row)
    }
  }

  @Test("bench faults gives every number with its target, and oracles find nothing")
  func faults() throws {
    let rows = try measure("faults", "--scale", "0.01", "--runs", "1")
    let speeds = [
      "fuzz-cases", "4-modules-with-crash", "4-modules", "100-modules-with-crash", "100-modules",
    ]
    #expect(rows.map { $0["name"] as? String } == speeds + ["oracles", "hour-memory"])
    for row in rows.prefix(speeds.count) {
      #expect(row["at_least"] != nil && row["value_by_processor_time"] != nil)
      #expect(try #require(row["value"] as? Double) > 0)
    }
    for row in rows.suffix(2) { #expect(row["at_most"] != nil) }
    for row in rows {
      #expect(row["violations"] as? Int == 0)
      #expect(row["met"] != nil)
      try expectVerdict(row)
    }
  }

  /// A figure with a target says whether it is met; a value that was rounded to its bound may be either.
  private func expectVerdict(_ row: [String: Any]) throws {
    guard let figure = row["target_of"] as? String else {
      #expect(row["met"] == nil)
      return
    }
    let value = try #require(row[figure] as? Double)
    let isMet = try #require(row["met"] as? Bool)
    if let bound = row["at_least"] as? Double { #expect(isMet == (value >= bound) || abs(value - bound) < 0.01) }
    if let bound = row["at_most"] as? Double { #expect(isMet == (value <= bound) || abs(value - bound) < 0.01) }
  }

  @Test("a missed target is told; it ends the program with status 1 only where that is asked for")
  func check() throws {
    // Cut to a thousandth, the work is over before the queue is large: whether it is met, the machine decides.
    for words in [["kernel", "--scale", "0.001", "--runs", "1"], ["forwarding", "--packets", "50", "--parts", "1"]] {
      let result = try Program.chainbed.run(["bench"] + words + ["--check"])
      #expect(result.status == (result.output.contains("missed") ? 1 : 0), "\(words): \(result.output)")
      #expect(result.output.contains("met") || result.output.contains("missed"))
    }
  }

  @Test("bench crypto writes a cost profile that is good, and that a scenario can use")
  func crypto() throws {
    let folder = try TemporaryDirectory()
    try folder.write(SmallScenario.text, to: "small.yaml")
    try folder.write("", to: "profiles/.keep")
    let words = ["bench", "crypto", "--budget", "0.001", "--write-profile", "profiles/here.yaml"]
    #expect(try Program.chainbed.run(words, in: folder.path).status == 0)
    #expect(try Program.chainbed.run("check", "profiles/here.yaml", in: folder.path).status == 0)
    let use = ["check", "small.yaml", "--set", "hosts.profile=profiles/here.yaml"]
    #expect(try Program.chainbed.run(use, in: folder.path).status == 0)
  }

  @Test("a profile that cannot be written is one line and status 64")
  func unwritable() throws {
    let result = try Program.chainbed.run(
      "bench", "crypto", "--budget", "0.001", "--write-profile", "no/such/folder.yaml")
    #expect(result.status == 64)
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(result.output == "")
  }
}
