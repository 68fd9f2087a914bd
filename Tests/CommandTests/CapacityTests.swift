import TestSupport
import Testing

@Suite("chainbed capacity")
struct CapacityTests {
  private let folder: TemporaryDirectory

  /// The larger the block, the more transactions go into each consensus, and the longer it takes.
  private static let scenario = """
    title: Block sizes
    crb: {modules: 4, crypto: modelled, block: {maximum: 50 kB, interval: 100 ms}}
    hosts: {profile: i7-4770-python2.7}
    network: {latency: {uniform: {from: 100 us, to: 300 us}}, bandwidth: 1 Gbit/s}
    workload: {writers: 1, transactions: precomputed, configuration: 100 B, rate: {poisson: 100 /s}}
    duration: {warm-up: 1 s, measure: 4 s}
    measure: [write-rate, consensus-delay]

    """

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(Self.scenario, to: "sizes.yaml")
  }

  private func run(_ words: String...) throws -> Program.Result {
    try Program.chainbed.run(["capacity"] + words, in: folder.path)
  }

  private static let search = [
    "--over", "crb.block.maximum=5 kB..200 kB", "--values", "3", "--halvings", "2", "--quiet",
  ]

  @Test("the answer keeps the bound, the next larger value breaks it, and everything tried is in a file")
  func answer() throws {
    let result = try run(
      "sizes.yaml", "--maximise", "write-rate", "--subject-to", "consensus-delay-p99 < 300 ms", "--over",
      "crb.block.maximum=5 kB..200 kB", "--values", "3", "--halvings", "2", "--out", "out")
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.contains("best: crb.block.maximum = "))
    #expect(result.output.contains("consensus-delay-p99"))
    let rows = try folder.read("out/capacity.csv").split(separator: "\n").map { $0.split(separator: ",") }
    let names = rows[0].map(String.init)
    let (size, low, high) = (
      try #require(names.firstIndex(of: "crb.block.maximum")),
      try #require(names.firstIndex(of: "consensus-delay-p99")),
      try #require(names.firstIndex(of: "consensus-delay-p99-high"))
    )
    let confirmed = try #require(rows.last)
    #expect(confirmed[1] == "confirmation")
    #expect(try #require(Double(confirmed[high])) < 0.3)
    let larger = rows.dropFirst().filter { Int($0[size]) ?? 0 > Int(confirmed[size]) ?? 0 }
    #expect(!larger.isEmpty)
    #expect(larger.allSatisfy { (Double($0[high]) ?? .infinity) >= 0.3 && (Double($0[low]) ?? 1) > 0.2 })
    let files = folder.files().filter { $0.hasPrefix("out/") }
    for name in [
      "measurements.csv", "summary.csv", "results.sqlite", "report.html", "fingerprint.txt", "answer.txt",
      "scenario.yaml",
    ] {
      #expect(files.contains("out/" + name))
    }
    #expect(files.contains("out/figures/write-rate-by-crb.block.maximum.svg"))
    #expect(files.contains("out/figures/consensus-delay-p99-by-crb.block.maximum.svg"))
    #expect(!files.contains { $0.contains("unfinished") })
  }

  @Test("the same command gives the same answer at any number of jobs, another seed other numbers")
  func determinism() throws {
    let words = ["sizes.yaml", "--maximise", "write-rate", "--subject-to", "latency-p99 < 2 s"] + Self.search
    for (out, more) in [("one", ["--jobs", "1"]), ("two", ["--jobs", "2"]), ("other", ["--seed", "5"])] {
      #expect(try Program.chainbed.run(["capacity"] + words + ["--out", out] + more, in: folder.path).status < 2)
    }
    for file in ["capacity.csv", "measurements.csv", "fingerprint.txt", "answer.txt"] {
      #expect(try folder.read("one/" + file) == folder.read("two/" + file), "\(file)")
      #expect(try folder.read("one/" + file) != folder.read("other/" + file), "\(file)")
    }
  }

  @Test("an interrupted search keeps what is finished, and the same command gives what one search would have given")
  func interruption() throws {
    let words =
      ["sizes.yaml", "--maximise", "write-rate", "--set", "replications=20"] + Self.search.dropLast()
    let line = """
      "$0" capacity "$@" --jobs 1 --out out & process=$!
      while kill -0 $process && [ "$(cat out/unfinished.jsonl 2>/dev/null | wc -l)" -lt 4 ]; do sleep 0.01; done
      kill -INT $process; wait $process
      """
    let interrupted = try Program(path: "/bin/bash").run(["-c", line, Program.chainbed.path] + words, in: folder.path)
    #expect(interrupted.status == 130)
    #expect(interrupted.output == "")
    #expect(interrupted.errors.hasSuffix("runs are kept in out; the same command goes on from there.\n"))
    #expect(folder.files() == ["out/.chainbed", "out/unfinished.jsonl", "sizes.yaml"])
    let lines = try folder.read("out/unfinished.jsonl").split(separator: "\n").count

    for out in ["out", "whole"] {
      let result = try Program.chainbed.run(["capacity"] + words + ["--out", out, "--quiet"], in: folder.path)
      #expect(result.status == 0)
    }
    #expect(lines >= 4)
    #expect(!folder.files().contains("out/unfinished.jsonl"))
    for file in ["capacity.csv", "measurements.csv", "fingerprint.txt", "answer.txt"] {
      #expect(try folder.read("out/" + file) == folder.read("whole/" + file), "\(file)")
    }
  }

  @Test("with --pdf each figure is there as PDF, too")
  func pdf() throws {
    let result = try run(
      "sizes.yaml", "--maximise", "write-rate", "--over", "crb.block.maximum=5 kB..200 kB", "--values", "3",
      "--halvings", "1", "--out", "out", "--pdf", "--quiet")
    #expect(result.status == 0 && result.errors == "")
    let figures = folder.files().filter { $0.hasPrefix("out/figures/") }
    let drawn = figures.filter { $0.hasSuffix(".svg") }
    #expect(!drawn.isEmpty)
    for figure in drawn {
      let name = figure.dropLast(3) + "pdf"
      #expect(figures.contains(String(name)), "\(name)")
      let head = try Program(path: "/usr/bin/head").run("-c", "5", folder.path(String(name)))
      #expect(head.output == "%PDF-", "\(name)")
    }
  }

  @Test("where nothing keeps the bounds the status is 1, and what comes nearest is named")
  func infeasible() throws {
    let result = try run(
      "sizes.yaml", "--maximise", "write-rate", "--subject-to", "consensus-delay-p99 < 1 us", "--over",
      "crb.block.maximum=5 kB..200 kB", "--values", "3", "--halvings", "1")
    #expect(result.status == 1)
    #expect(result.output.contains("nothing that was tried keeps every bound; nearest: crb.block.maximum = 5 kB"))
  }

  @Test("two keys can be searched; without --over those that the scenario sweeps are")
  func two() throws {
    try folder.write(
      Self.scenario + "sweep: {crb.block.maximum: [20 kB, 50 kB, 10 kB], crb.block.interval: [50 ms, 100 ms]}\n",
      to: "two.yaml")
    let result = try run(
      "two.yaml", "--minimise", "latency-p99", "--subject-to", "write-rate > 20 /s", "--values", "3", "--halvings", "1",
      "--out", "out")
    #expect(result.status == 0)
    let rows = try folder.read("out/capacity.csv").split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows[0][2] == "crb.block.maximum" && rows[0][3] == "crb.block.interval")
    let coarse = rows.filter { $0[1] == "coarse" }
    #expect(coarse.count == 9)
    #expect(Set(coarse.map { $0[2] }) == ["10000", "30000", "50000"])
    #expect(Set(coarse.map { $0[3] }) == ["0.05", "0.075", "0.1"])
  }

  @Test(
    "wrong usage gives one clear line, and leaves nothing behind",
    arguments: [
      (["sizes.yaml"], "say what to search for"),
      (["sizes.yaml", "--maximise", "write-rate"], "the scenario sweeps nothing"),
      (["sizes.yaml", "--maximise", "write-rat"] + search, "unknown metric 'write-rat'; did you mean 'write-rate'?"),
      (
        ["sizes.yaml", "--maximise", "chain-packet-rate"] + search,
        "--maximise chain-packet-rate: 'chain-packet-rate' has nothing to measure with 'crb'"
      ),
      (
        ["sizes.yaml", "--maximise", "write-rate", "--subject-to", "outage < 2 s"] + search,
        "--subject-to 'outage < 2 s': 'outage' has nothing to measure with 'crb'"
      ),
      (["sizes.yaml", "--maximise", "write-rate", "--minimise", "latency-p99"] + search, "cannot both be given"),
      (["sizes.yaml", "--maximise", "write-rate", "--over", "crb.modules=4..1"], "the range is empty"),
      (
        ["sizes.yaml", "--maximise", "write-rate", "--over", "crb.modules=1..4", "--over", "crb.modules=1..5"],
        "given twice"
      ),
      (
        [
          "sizes.yaml", "--maximise", "write-rate", "--over", "crb.modules=1..4", "--set",
          "sweep.crb.crypto=[real, modelled]",
        ],
        "the scenario sweeps crb.crypto; choose one value"
      ),
      (
        ["sizes.yaml", "--maximise", "write-rate", "--over", "crb.modules=1..4", "--values", "2"],
        "--values 2: use 3 to 100"
      ),
      (["sizes.yaml", "--maximise", "write-rate", "--over", "crb.modules=1..4", "--halvings", "11"], "use 1 to 10"),
      (
        ["sizes.yaml", "--maximise", "write-rate", "--over", "crb.modules=1..4", "--subject-to", "latency-p99 < 1 B"],
        "'1 B' is a size"
      ),
    ])
  func usage(words: [String], line: String) throws {
    let result = try Program.chainbed.run(["capacity"] + words, in: folder.path)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.contains(line), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(folder.files() == ["sizes.yaml"])
  }
}
