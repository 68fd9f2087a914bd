import Foundation
import Scenarios

/// `chainbed worker trace`.
struct WorkerTrace: Command {
  static let name = "trace"
  static let abstract = "Run a scenario's first point and write every step of it, in binary."

  @Argument("The scenario file.") var file: String
  @Option("Set any key of the scenario.", value: "key=value") var set: [String]
  @Option("The seed.", value: "seed") var seed: Seed

  func run() throws -> ExitStatus {
    let loaded = try ScenarioFile.load(path: file, overrides: self.set)
    let output = StepWriter(descriptor: STDOUT_FILENO)
    TracedRun.run(loaded, seed: seed.value) { output.write($0) }
    output.flush()
    return .done
  }
}
