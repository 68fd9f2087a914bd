import Foundation
import Scenarios

/// One run in two processes that should be the same and is not: runs it twice more, both step by step, to see where they
/// part.
struct TwoProcesses {
  var file: String
  /// Overrides beside those of the run itself.
  var overrides: [String] = []
  var run: Judgement.Run

  /// Tries before chance is believed to have hidden the difference.
  private static let attempts = 3

  /// Where the two part, and what led there, in lines.
  func explanation() -> String {
    let title = "two processes gave different runs (\(run))"
    do {
      for _ in 0..<Self.attempts {
        if let parting = try find() { return title + "\n" + parting.text }
      }
      return title + "\nsix more runs of it, step by step, were all the same: the difference is rare"
    } catch {
      return title + "\nwhere they part cannot be found: \(error)"
    }
  }

  private func find() throws -> Parting? {
    let loaded = try ScenarioFile.load(path: file, overrides: overrides + run.overrides)
    let words =
      ["trace", file] + (overrides + run.overrides).flatMap { ["--set", $0] } + ["--seed", String(run.seed)]
    let workers = try (0..<2).map { _ in try WorkerProcess.make(words) }
    let pipes = workers.map { worker in
      let pipe = Pipe()
      worker.standardOutput = pipe
      worker.standardError = FileHandle.nullDevice
      return pipe
    }
    for worker in workers { try WorkerProcess.start(worker) }
    defer {
      for worker in workers {
        worker.terminate()
        WorkerProcess.end(worker)
      }
    }
    let readers = pipes.map { StepReader($0.fileHandleForReading) }
    return try Parting.find(readers[0], readers[1], modules: loaded.scenario.modules)
  }
}
