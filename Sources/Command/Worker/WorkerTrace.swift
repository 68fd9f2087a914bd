import Foundation
import Scenarios

/// `chainbed worker trace`.
struct WorkerTrace: Command {
  static let name = "trace"
  static let abstract = "Run a scenario's first point and write every step of it, in binary."

  @Argument("The scenario file.") var file: String
  @Option("Set any key of the scenario.", value: "key=value") var set: [String]
  @Option("The seed; unlike other commands', any of 64 bits.", value: "seed") var seed: TraceSeed

  func run() throws -> ExitStatus {
    let loaded = try ScenarioFile.load(path: file, overrides: self.set)
    let output = StepWriter(descriptor: STDOUT_FILENO)
    TracedRun.run(loaded, seed: seed.value) { output.write($0) }
    output.flush()
    return .done
  }
}

/// A seed as the program itself derives them.
struct TraceSeed: ArgumentValue {
  let value: UInt64

  init?(argument: String) {
    guard let value = UInt64(argument) else { return nil }
    self.value = value
  }
}
