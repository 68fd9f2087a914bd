import Report
import Scenarios

/// One scenario run for the user: progress while it lasts, results at the end, and the status that it comes to.
struct RunSession {
  var scenario: LoadedScenario
  /// Where the results go.
  var directory: String
  var parameters: RunParameters
  /// Whether rows of a published table are shown here; a replay joins them.
  var showsOutages = true

  /// Shows `read` the result, once it is written. Packets of the links are captured.
  func run(capturing links: [String] = [], _ read: (ExperimentResult) -> Void = { _ in }) throws -> ExitStatus {
    let progress = SweepProgress(directory: directory, isShown: !parameters.quiet)
    Interruption.onRequest { progress.reportInterruption() }
    let options = ExperimentOptions(
      jobs: parameters.jobCount, directory: directory, keepsDisks: parameters.keepDisks,
      writesPDF: parameters.pdf, build: Version.build, provenance: provenance)
    let result = try Experiment(scenario, options: options).run(progress)
    progress.end()
    let problems = try result.write()
    for problem in problems { Console.standard.report("Warning: \(problem)") }
    if parameters.quiet {
      for failure in result.failures { Console.standard.report(failure) }
    } else {
      Console.standard.print(summary(of: result))
    }
    read(result)
    if parameters.twice { try SecondRun(session: self, runs: result.identities).compare() }
    // The directory is this run's as long as the result is there.
    if !links.isEmpty { try withExtendedLifetime(result) { try capture(links) } }
    return result.isGood ? .done : .failed
  }

  /// Runs the first point once more, with a capture of the links' packets.
  private func capture(_ links: [String]) throws {
    Interruption.onRequest { Console.standard.report("Interrupted. There is no capture; the results are complete.") }
    let count = try CaptureRun.run(
      scenario, links: links, to: directory, application: "chainbed \(Version.number)")
    if !parameters.quiet { Console.standard.print("captured: \(count) packets in \(directory)/capture.pcapng\n") }
  }

  /// What `--out` says, or the default.
  static func folder(_ out: String?, otherwise: String) throws -> String {
    guard let out else { return otherwise }
    guard !out.isEmpty else { throw CommandFailure("--out is empty; name a folder", status: .usage) }
    return out
  }

  /// The command line that gives the same results, from the same directory.
  func words(directory: String) -> [String] {
    ["run", scenario.path, "--out", directory] + parameters.words
  }

  private var provenance: Provenance {
    var provenance = Provenance()
    provenance["version"] = Version.number
    provenance["executable"] = Version.executable.map { "sha256 \($0)" }
    provenance["command"] = (["chainbed"] + words(directory: directory)).map(ShellWord.quoted).joined(separator: " ")
    return provenance
  }

  /// A longer table of means is left to the report.
  private static let mostRows = 60

  /// Commands for evidence that are shown; `report.html` counts the rest.
  private static let mostAudits = 4

  private func summary(of result: ExperimentResult) -> String {
    var lines = [scenario.study.replays.map { "\(scenario.study.title) (\($0))" } ?? scenario.study.title, ""]
    if !result.comparison.rows.isEmpty { lines.append(result.comparison.text) }
    let means = result.tellingMeans
    let untold = result.means.rows.count - means.rows.count
    let showsMeans = result.comparison.rows.isEmpty && !means.rows.isEmpty
    if showsMeans, means.rows.count <= Self.mostRows { lines.append(means.text) }
    if showsMeans, untold > 0 { lines.append("\(untold) reasons for which nothing was refused are left out\n") }
    if showsMeans, means.rows.count > Self.mostRows {
      lines.append("\(means.rows.count) means are in the report\n")
    }
    if showsOutages, let outages = result.outages { lines.append(outages.text) }
    lines += result.budgets
    lines += result.remarks.map { "note: \($0)" }
    lines += result.evidencePaths.prefix(Self.mostAudits).map {
      "verify: chainbed audit \(ShellWord.quoted("\(directory)/\($0)"))"
    }
    lines += result.violations.map { "violated: \($0)" }
    let runs = result.runs == 1 ? "1 run" : "\(result.runs) runs"
    lines.append("\(runs), \(result.events) events, fingerprint \(result.fingerprint)")
    lines.append("report: \(directory)/report.html")
    lines.append("")
    return lines.joined(separator: "\n")
  }
}
