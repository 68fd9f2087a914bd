import Protocols
import Report
import Scenarios

/// `chainbed replay`.
struct Replay: Command {
  static let name = "replay"
  static let abstract = "Replay a paper's experiments, or a failure that was captured."
  static let discussion = """
    Of a system: runs the scenarios that replay its figures, one after the other, and compares with what the paper \
    printed; `chainbed list` shows them. The options are those of `run` and hold for each.
    Of a failure capsule: runs it again and says whether the same invariant fails, in the same run event by event. Of any \
    other scenario: runs its first seed and says which invariants fail; `run` judges its expectations, too.
    """

  @Argument("The system, such as crb-smb, or a failure capsule.", value: "system-or-capsule") var system: String
  @Argument("One figure or table of it, such as fig-4.1c, or a part, such as table-1-1.a.") var figure: String?
  @Option("The folder for the results. Without it: results/ and the system's name.", value: "folder") var out: String?
  @Option("Of a capsule: print so many of the last events.", value: "count") var transcript: PositiveInteger?
  @Option(
    "Of a system with packets: capture this link, or all, as `run` does, of each scenario that has it.", value: "link")
  var capture: [String]
  @Option("Of a system: compute all cryptography, or have it stood in for, whatever the scenarios say.")
  var crypto: CryptoMode?
  @OptionGroup var parameters = RunParameters()

  func run() throws -> ExitStatus {
    if system.hasSuffix(".yaml") || Directory.hasFile(system) {
      if let word = withoutEffect { throw CommandFailure("\(word) has no effect for a file", status: .usage) }
      let loaded = try ScenarioFile.load(path: system, overrides: parameters.overrides)
      return try CapsuleSession(loaded: loaded, lines: transcript?.value ?? 0).run(quiet: parameters.quiet)
    }
    guard transcript == nil else {
      throw CommandFailure("--transcript is for a capsule, not for a system", status: .usage)
    }
    guard let library = ScenarioLibrary() else { throw CommandFailure.noScenarios }
    let entries = try select(from: library.scenarios())
    let folder = try RunSession.folder(out, otherwise: "results/" + system)
    let scenarios = try entries.map { try load($0.path) }
    try parameters.check(scenarios, called: system)
    let captures = try captures(of: scenarios, entries)
    var status = ExitStatus.done
    var outages: [OutageTable] = []
    for ((entry, scenario), links) in zip(zip(entries, scenarios), captures) {
      let session = RunSession(
        scenario: scenario, directory: "\(folder)/\(entry.name)", parameters: parameters, showsOutages: false)
      let outcome = try session.run(capturing: links) { result in
        if let table = result.outages { outages.append(table) }
      }
      if outcome != .done { status = outcome }
    }
    for table in OutageTable.joined(outages) { try show(figure.map(table.part) ?? table, in: folder) }
    return status
  }

  private func load(_ path: String) throws -> LoadedScenario {
    let loaded = try ScenarioFile.load(path: path, overrides: parameters.overrides)
    guard let crypto else { return loaded }
    let keys = loaded.scenario.system.cryptoKeys
    return try ScenarioFile.load(
      path: path, overrides: parameters.overrides + keys.map { "\($0)=\(crypto.rawValue)" })
  }

  /// Of each scenario, those of the links that it has. Throws when one of them is in none.
  private func captures(
    of scenarios: [LoadedScenario], _ entries: [ScenarioLibrary.Entry]
  ) throws -> [[String]] {
    let captures = scenarios.map { scenario in
      capture.filter { (try? CaptureRun.check(scenario, links: [$0])) != nil }
    }
    for link in capture where !captures.contains(where: { $0.contains(link) }) {
      do {
        try CaptureRun.check(scenarios[0], links: [link])
      } catch let problem as CaptureRun.Problem {
        throw CommandFailure("\(entries[0].name): \(problem)", status: .usage)
      }
    }
    return captures
  }

  /// The rows of all scenarios together.
  private func show(_ table: OutageTable, in folder: String) throws {
    let path = "\(folder)/\(table.name)"
    try CSVWriter.write(table.table, to: path + ".csv")
    var report = HTMLReport(title: table.title)
    report.question = "Each row's own report is in the folder of its scenario."
    report.outages = table
    try report.write(to: path + ".html")
    guard !parameters.quiet else { return }
    Console.standard.print("\(table.text)\nreport: \(path).html\n")
  }

  /// Something given that means nothing for a capsule.
  private var withoutEffect: String? {
    if let figure { return "the figure '\(figure)'" }
    let given = [
      ("--out", out != nil), ("--jobs", parameters.jobs != nil), ("--keep-disks", parameters.keepDisks),
      ("--pdf", parameters.pdf), ("--twice", parameters.twice), ("--capture", !capture.isEmpty),
      ("--crypto", crypto != nil),
    ]
    return given.first { $0.1 }?.0
  }

  private func select(from all: [ScenarioLibrary.Entry]) throws -> [ScenarioLibrary.Entry] {
    let replays = all.filter { $0.paper != nil }.sorted { ($0.figure ?? "") < ($1.figure ?? "") }
    let ofSystem = replays.filter { $0.paper == system }
    guard !ofSystem.isEmpty else {
      throw unknown("the system '\(system)'", system, among: replays.compactMap(\.paper))
    }
    guard let figure else { return ofSystem }
    let ofFigure = ofSystem.filter { $0.replays(figure) || $0.replays("fig-" + figure) }
    guard !ofFigure.isEmpty else {
      // Of a table that there is, the rows are told.
      let table = ofSystem.filter { entry in entry.figure.map { OutageTable.isPart(figure, of: $0) } ?? false }
      let known = table.isEmpty ? ofSystem.compactMap(\.figure) : table.flatMap(\.parts)
      throw unknown("'\(figure)' of \(system)", figure, among: known)
    }
    return ofFigure
  }

  private func unknown(_ what: String, _ word: String, among known: [String]) -> CommandFailure {
    let distinct = known.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let hint = Suggestion.nearest(to: word, among: distinct).map { ". Did you mean '\($0)'?" } ?? ""
    let list = distinct.isEmpty ? "no scenario replays anything" : "there is: " + distinct.joined(separator: ", ")
    return CommandFailure("no scenario replays \(what)\(hint) (\(list))", status: .usage)
  }
}

extension CryptoMode: ArgumentValue {}
