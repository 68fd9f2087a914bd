import Foundation
import TestSupport
import Testing

@Suite("chainbed run")
struct RunTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(SmallScenario.text, to: "small.yaml")
  }

  private func run(_ words: String...) throws -> Program.Result {
    try Program.chainbed.run(["run"] + words, in: folder.path)
  }

  @Test("a run writes its results and says where they are; a pipe sees no progress")
  func results() throws {
    let result = try run("small.yaml")
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.contains("A small CRB"))
    #expect(result.output.contains("report: results/small/report.html"))
    let files = folder.files().filter { $0.hasPrefix("results/small/") }
    for name in ["measurements.csv", "summary.csv", "results.sqlite", "report.html", "fingerprint.txt"] {
      #expect(files.contains("results/small/" + name))
    }
    #expect(!files.contains { $0.contains("partial") || $0.contains("unfinished") })
    let fingerprint = try folder.read("results/small/fingerprint.txt").prefix { $0 != "\n" }
    #expect(fingerprint.count == 64)
    #expect(result.output.contains("fingerprint \(fingerprint)"))
  }

  @Test("the same scenario and seed give the same bytes at any number of jobs; another seed gives others")
  func determinism() throws {
    #expect(try run("small.yaml", "--out", "one", "--jobs", "1", "--quiet").status == 0)
    #expect(try run("small.yaml", "--out", "two", "--jobs", "2", "--quiet").status == 0)
    #expect(try run("small.yaml", "--out", "three", "--seed", "7", "--quiet").status == 0)
    for file in ["measurements.csv", "summary.csv", "fingerprint.txt"] {
      #expect(try folder.read("one/" + file) == folder.read("two/" + file), "\(file)")
    }
    #expect(try folder.read("one/fingerprint.txt") != folder.read("three/fingerprint.txt"))
  }

  @Test("--twice runs in a second process, finds no difference, and leaves nothing of it behind")
  func twice() throws {
    let result = try run("small.yaml", "--twice")
    #expect(result.status == 0)
    #expect(result.output.contains("a second process gave the same fingerprint and measurements"))
    #expect(!folder.files().contains { $0.contains("second") })
  }

  @Test("where faults leave no time to judge progress, a note says so")
  func unjudged() throws {
    try folder.write(SmallScenario.text + "faults: [{at: 900 ms, loss: 100 %, for: 300 ms}]\n", to: "late.yaml")
    let result = try run("late.yaml")
    #expect(result.output.contains("note: progress was not judged in 2 of 4 runs with faults: "))
    #expect(!(try run("late.yaml", "--set", "duration.measure=60 s").output.contains("progress was not judged")))
  }

  @Test("disks cannot be kept where there are no modules")
  func disks() throws {
    let path = Repository.path("scenarios/enc-sfc/auc-outage.yaml")
    let result = try run(path, "--keep-disks")
    #expect(result.status == 64)
    #expect(result.errors == "Error: --keep-disks is for blockchain modules, and '\(path)' has none\n")
  }

  @Test("--quiet prints nothing")
  func quiet() throws {
    let result = try run("small.yaml", "--quiet")
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(result.errors == "")
  }

  @Test("--set changes a key, and narrows a sweep to one value")
  func set() throws {
    #expect(try run("small.yaml", "--set", "crb.modules=1", "--set", "replications=1", "--quiet").status == 0)
    let lines = try folder.read("results/small/fingerprint.txt").split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.last?.hasSuffix("seed=1 crb.modules=1") == true)
  }

  @Test("a failed expectation is shown, and the status is 1")
  func failure() throws {
    try folder.write(SmallScenario.expecting("that: write-rate, at-least: 1000000 /s"), to: "failing.yaml")
    let failing = try run("failing.yaml")
    #expect(failing.status == 1)
    #expect(failing.output.contains("NO"))
    try folder.write(SmallScenario.expecting("that: write-rate, at-least: 0.001 /s"), to: "holding.yaml")
    #expect(try run("holding.yaml").status == 0)
  }

  @Test(
    "what cannot be run gives one clear line and leaves nothing behind",
    arguments: [
      (["missing.yaml"], 65, "missing.yaml: error: no such file"),
      (["small.yaml", "--set", "crb.modulez=3"], 64, "--set crb.modulez=3: error: crb.modulez: unknown key"),
      (["small.yaml", "--set", "nonsense"], 64, "--set nonsense: error: expected key=value"),
      (["small.yaml", "--set", "crb.modules=0"], 64, "--set crb.modules=0: error: "),
      (["small.yaml", "--set", "hosts.profile=none"], 64, "--set hosts.profile=none: error: "),
      (["small.yaml", "--jobs", "0"], 64, "Error: The value '0' is invalid for '--jobs <count>'"),
      (["small.yaml", "--seed", "x"], 64, "Error: The value 'x' is invalid for '--seed <seed>'"),
      (["small.yaml", "--seed", "-1"], 64, "Error: The value '-1' is invalid for '--seed <seed>'"),
      (["small.yaml", "--sed", "1"], 64, "Error: Unknown option '--sed'. Did you mean '--seed'?"),
      (["small.yaml", "--out", "small.yaml"], 64, "Error: small.yaml: cannot create: "),
      (["small.yaml", "--out", "/proc/nowhere"], 64, "Error: /proc/nowhere: cannot create: "),
    ])
  func badInput(words: [String], status: Int32, line: String) throws {
    let result = try Program.chainbed.run(["run"] + words, in: folder.path)
    #expect(result.status == status)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix(line), "\(result.errors)")
    #expect(folder.files() == ["small.yaml"])
  }

  @Test("when its files cannot grow, as on a full disk, a run is one clear line and no result that looks complete")
  func fullDisk() throws {
    let line = "ulimit -f 1; \"$0\" run small.yaml --set replications=20 --out out"
    let result = try Program(path: "/bin/bash").run("-c", line, Program.chainbed.path, in: folder.path)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("Error: out/"))
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(Set(folder.files()).isSubset(of: ["out/.chainbed", "out/unfinished.jsonl", "small.yaml"]))
  }

  @Test("a folder with files of somebody else is left alone")
  func foreignFolder() throws {
    try folder.write("mine", to: "thesis/figures/notes.txt")
    let result = try Program.chainbed.run("run", "small.yaml", "--out", "thesis", in: folder.path)
    #expect(result.status == 64)
    #expect(
      result.errors
        == "Error: thesis: has files that are no results of chainbed; choose another folder, or an empty one\n")
    #expect(folder.files() == ["small.yaml", "thesis/figures/notes.txt"])
    let empty = try Program.chainbed.run("run", "small.yaml", "--out", "", in: folder.path)
    #expect(empty.status == 64)
    #expect(empty.errors == "Error: --out is empty; name a folder\n")
  }

  @Test("finished results stay until those of the next run are there")
  func replacement() throws {
    #expect(try Program.chainbed.run("run", "small.yaml", "--out", "out", in: folder.path).status == 0)
    let before = try folder.read("out/measurements.csv")
    let line = "ulimit -f 1; \"$0\" run small.yaml --seed 9 --set replications=20 --out out"
    let result = try Program(path: "/bin/bash").run("-c", line, Program.chainbed.path, in: folder.path)
    #expect(result.status == 64)
    #expect(try folder.read("out/measurements.csv") == before)
  }

  @Test("a run that is interrupted before anything is finished leaves no folder")
  func earlyInterruption() throws {
    let line = """
      "$0" run small.yaml --set duration.measure=10h --out out --quiet & process=$!
      while kill -0 $process && [ ! -e out/unfinished.jsonl ]; do sleep 0.01; done
      sleep 0.5; kill -INT $process; wait $process
      """
    let interrupted = try Program(path: "/bin/bash").run("-c", line, Program.chainbed.path, in: folder.path)
    #expect(interrupted.status == 130)
    #expect(interrupted.errors == "Interrupted. No run was finished.\n")
    #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("out").path))
  }

  @Test("an interrupted sweep keeps what is finished, and the same command gives what one run would have given")
  func interruption() throws {
    let long = ["small.yaml", "--set", "replications=150", "--out", "out"]
    let line = """
      "$0" run "$@" --jobs 1 & process=$!
      while kill -0 $process && [ "$(cat out/unfinished.jsonl 2>/dev/null | wc -l)" -lt 4 ]; do sleep 0.01; done
      kill -INT $process; wait $process
      """
    let interrupted = try Program(path: "/bin/bash").run(["-c", line, Program.chainbed.path] + long, in: folder.path)
    #expect(interrupted.status == 130)
    #expect(interrupted.output == "")
    #expect(interrupted.errors.hasSuffix("of 300 runs are kept in out; the same command goes on from there.\n"))
    #expect(folder.files() == ["out/.chainbed", "out/unfinished.jsonl", "small.yaml"])

    let resumed = try Program.chainbed.run(["run"] + long, in: folder.path)
    #expect(resumed.status == 0)
    #expect(resumed.errors.hasSuffix("finished runs are taken over from out\n"))
    #expect(!folder.files().contains("out/unfinished.jsonl"))
    #expect(try run("small.yaml", "--set", "replications=150", "--out", "whole", "--quiet").status == 0)
    for file in ["measurements.csv", "fingerprint.txt"] {
      #expect(try folder.read("out/" + file) == folder.read("whole/" + file), "\(file)")
    }
  }
}
