import Foundation
import Scenarios

/// `chainbed check`.
struct Check: Command {
  static let name = "check"
  static let abstract = "Check scenarios and cost profiles without running anything."
  static let discussion = """
    Everything that is wrong with a file is reported at once, each with its line and column.
    """

  @Argument("A scenario or a cost profile.", value: "file") var files: [String]
  @Option("Set a key of each scenario first, as `run` does.", value: "key=value") var set: [String]

  func run() throws -> ExitStatus {
    var status = ExitStatus.done
    for file in files {
      do {
        Console.standard.print("\(file): \(try summary(of: file))")
      } catch {
        Console.standard.report(error.description)
        if status == .done { status = error.areUsage ? .usage : .badInput }
      }
    }
    return status
  }

  /// What the file is, in a few words.
  private func summary(of file: String) throws(ScenarioErrors) -> String {
    if Self.isProfile(file) {
      let profile = try ProfileFile.load(path: file)
      return "good: the cost profile of \(profile.title)"
    }
    let scenario = try ScenarioFile.load(path: file, overrides: set)
    let points = scenario.points.count == 1 ? "1 point" : "\(scenario.points.count) points"
    return "good: \(scenario.study.title), \(points)"
  }

  /// Profiles are told by their folder, or by having prices.
  static func isProfile(_ file: String) -> Bool {
    if file.split(separator: "/").dropLast().last == "profiles" { return true }
    let text = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return text.split(separator: "\n").contains { $0.hasPrefix("prices:") }
  }
}
