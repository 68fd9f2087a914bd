import Foundation
import Scenarios

/// `chainbed worker judge`.
struct WorkerJudge: Command {
  static let name = "judge"
  static let abstract = "Run a scenario, judge it, and print the judgement as JSON."

  @Argument("The scenario file.") var file: String
  @Option("Set any key of the scenario.", value: "key=value") var set: [String]

  func run() throws -> ExitStatus {
    let judgement = try Judgement(of: ScenarioFile.load(path: file, overrides: self.set))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    Console.standard.print(String(decoding: try encoder.encode(judgement), as: UTF8.self))
    return judgement.isGood ? .done : .failed
  }
}
