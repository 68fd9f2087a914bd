import Report
import Scenarios

/// `chainbed capacity`.
struct CapacityCommand: Command {
  static let name = "capacity"
  static let abstract = "Search the value of a key that a scenario does best with, within bounds."
  static let discussion = """
    A coarse sweep over the range, then smaller and smaller steps around the best, several replications each. What keeps \
    its bounds with the whole 95 % interval counts as good. The best is run again with other seeds; those numbers are the \
    answer. Nothing good: status 1.
    """

  @Argument("The scenario file.") var file: String
  @Option("The metric to make as large as it can be, such as write-rate.", value: "metric") var maximise: String?
  @Option("Or the metric to make as small as it can be.", value: "metric") var minimise: String?
  @Option(
    "A bound on the mean of a metric, such as 'consensus-delay-p99 < 2 s'. May be given several times.", value: "bound")
  var subjectTo: [String]
  @Option(
    "The key to search and its range, such as 'crb.block.maximum=10 kB..4 MB'; at most two. Without it: what the scenario sweeps.",
    value: "key=range") var over: [String]
  @Option("Values of a key in the coarse sweep. Without it: 9, with two keys 5 each.", value: "count") var values:
    PositiveInteger?
  @Option("How often the steps around the best are halved.", value: "count") var halvings = PositiveInteger(4)
  @Option("The folder for the results. Without it: results/ and the scenario's name, -capacity.", value: "folder")
  var out: String?
  @Option("The seed, instead of the scenario's.") var seed: Seed?
  @Option("Set any key of the scenario, such as replications=5.", value: "key=value") var set: [String]
  @Option("Replications run at once. Without it: as many as there are cores.", value: "count") var jobs:
    PositiveInteger?
  @Flag("Write each figure as PDF, too.") var pdf: Bool
  @Flag("Print nothing but errors.") var quiet: Bool

  func run() throws -> ExitStatus {
    let goal = try goal()
    let constraints = try subjectTo.map { try CapacityConstraint($0) }
    let ranges = try over.map { try CapacityRange($0) }
    let overrides = self.set + (seed.map { ["seed=\($0)"] } ?? [])
    let loaded = try ScenarioFile.load(path: file, overrides: overrides)
    let question = try CapacityQuestion(
      of: loaded.study, goal: goal, constraints: constraints, ranges: ranges, values: try coarse(),
      halvings: try fineness())
    return try search(loaded, question)
  }

  private func goal() throws -> CapacityGoal {
    switch (maximise, minimise) {
    case (let metric?, nil): try CapacityGoal(metric, .maximise)
    case (nil, let metric?): try CapacityGoal(metric, .minimise)
    case (nil, nil): throw CommandFailure("say what to search for: --maximise or --minimise", status: .usage)
    case (_?, _?): throw CommandFailure("--maximise and --minimise cannot both be given", status: .usage)
    }
  }

  private func coarse() throws -> Int? {
    guard let values else { return nil }
    guard (3...CapacityQuestion.mostValues).contains(values.value) else {
      throw CommandFailure("--values \(values): use 3 to \(CapacityQuestion.mostValues)", status: .usage)
    }
    return values.value
  }

  private func fineness() throws -> Int {
    guard halvings.value <= CapacityQuestion.mostHalvings else {
      throw CommandFailure("--halvings \(halvings): use 1 to \(CapacityQuestion.mostHalvings)", status: .usage)
    }
    return halvings.value
  }

  private func search(_ loaded: LoadedScenario, _ question: CapacityQuestion) throws -> ExitStatus {
    let directory = try RunSession.folder(
      out, otherwise: "results/" + ScenarioLibrary.name(ofPath: file) + "-capacity")
    let progress = SweepProgress(directory: directory, isShown: !quiet, isSearch: true)
    Interruption.onRequest { progress.reportInterruption() }
    let options = ExperimentOptions(
      jobs: RunParameters.jobCount(jobs), directory: directory, writesPDF: pdf, build: Version.build,
      provenance: provenance(directory))
    let result = try Capacity(loaded, question: question, options: options).run(progress)
    progress.end()
    for problem in try result.write() { Console.standard.report("Warning: \(problem)") }
    if !quiet { Console.standard.print(summary(of: result, directory)) }
    return result.isGood ? .done : .failed
  }

  private func summary(of result: CapacityResult, _ directory: String) -> String {
    let lines =
      [result.loaded.study.title, "", result.table.text] + result.findings
      + result.violations.map { "violated: \($0)" } + [
        "\(result.points.count) points, \(result.runs) runs, \(result.events) events, fingerprint \(result.fingerprint)",
        "results: \(directory)/capacity.csv, figures in \(directory)/figures", "",
      ]
    return lines.joined(separator: "\n")
  }

  /// The command line that gives the same results.
  private func provenance(_ directory: String) -> Provenance {
    var words = ["chainbed", Self.name, file]
    if let maximise { words += ["--maximise", maximise] }
    if let minimise { words += ["--minimise", minimise] }
    words += subjectTo.flatMap { ["--subject-to", $0] } + over.flatMap { ["--over", $0] }
    if let values { words += ["--values", "\(values)"] }
    words += ["--halvings", "\(halvings)", "--out", directory] + self.set.flatMap { ["--set", $0] }
    if let seed { words += ["--seed", "\(seed)"] }
    var provenance = Provenance()
    provenance["version"] = Version.number
    provenance["executable"] = Version.executable.map { "sha256 \($0)" }
    provenance["command"] = words.map(ShellWord.quoted).joined(separator: " ")
    return provenance
  }
}
