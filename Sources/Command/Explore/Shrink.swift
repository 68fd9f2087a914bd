import Report
import Scenarios
import Synchronization

/// `chainbed shrink`.
struct Shrink: Command {
  static let name = "shrink"
  static let abstract = "Make a failure small: the least that still violates the same invariant."
  static let discussion = """
    Takes away faults, single strikes, modules, time and load, and sets what is left back to defaults, as long as the \
    same invariant fails. What comes out is a scenario of its own, run twice to be sure. Ctrl-C keeps the smallest that \
    failed so far.
    """

  @Argument("The capsule, or any scenario that violates an invariant.") var file: String
  @Option("Where the small scenario goes. Without it: beside the file, with '-small' in its name.", value: "file")
  var out: String?
  @Option("Runs at once. Without it: as many as there are cores.", value: "count") var jobs: PositiveInteger?
  @Option("Most runs to spend.", value: "count") var runs: PositiveInteger = 2000
  @Flag("Print nothing but errors.") var quiet: Bool

  func run() throws -> ExitStatus {
    let loaded = try ScenarioFile.load(path: file)
    for note in CapsuleNotes(loaded).lines { Console.standard.report(note) }
    let path = try RunSession.folder(out, otherwise: beside(file))
    guard AtomicFile.target(of: path) != AtomicFile.target(of: file) else {
      throw CommandFailure("--out is the file that is made small; name another", status: .usage)
    }
    // Better refused now than after all runs.
    try AtomicFile.check(path)
    let line = quiet ? nil : LiveProgress(total: runs.value, clock: WallClock.seconds)
    line?.begin("at most")
    let options = Shrinker.Options(jobs: RunParameters.jobCount(jobs), mostRuns: runs.value)
    let smallest = Smallest()
    Interruption.onRequest {
      line?.finish()
      Console.standard.report(smallest.keep(in: path))
    }
    let result: ShrinkResult
    do {
      result = try Shrinker(loaded, options: options).shrink(
        progress: { runs in line?.advance(by: runs - (line?.doneCount ?? 0)) }, found: smallest.set)
    } catch let problem as Shrinker.Problem {
      line?.finish()
      throw CommandFailure(problem.description, status: problem == .unstable ? .defect : .badInput)
    }
    line?.finish()
    try AtomicFile.write(result.text, to: path)
    if !quiet { Console.standard.print(summary(result, path)) }
    return .done
  }

  private func summary(_ result: ShrinkResult, _ path: String) -> String {
    var table = TextTable([.init(""), .init("before", .right), .init("after", .right)])
    let (before, after) = (result.before, result.after)
    table.append(["faults", "\(before.faults)", "\(after.faults)"])
    table.append(["strikes", "\(before.strikes)", "\(after.strikes)"])
    table.append(["modules", "\(before.modules)", "\(after.modules)"])
    table.append(["simulated seconds", "\(before.duration.seconds)", "\(after.duration.seconds)"])
    table.append(["settings", "\(before.settings)", "\(after.settings)"])
    return """
      \(table.text)
      \(result.violation.map { "still violated: \($0)" } ?? "")
      \(CountedThing.words(result.runs, "run"))\(result.ranOut ? " (all of --runs: with more it may become smaller)" : ""); written to \(path)
      run it: chainbed run \(ShellWord.quoted(path))
      """
  }

  /// The smallest scenario that failed so far, for an interruption.
  private final class Smallest: Sendable {
    private let result = Mutex<ShrinkResult?>(nil)

    func set(_ result: ShrinkResult) { self.result.withLock { $0 = result } }

    /// Writes it, and says so.
    func keep(in path: String) -> String {
      guard let result = result.withLock({ $0 }) else { return "Interrupted; nothing is written." }
      do { try AtomicFile.write(result.text, to: path) } catch { return "Interrupted. Error: \(error)" }
      let runs = CountedThing.words(result.runs, "run")
      return "Interrupted after \(runs); the smallest scenario that failed so far is written to \(path)."
    }
  }

  private func beside(_ path: String) -> String {
    (path.hasSuffix(".yaml") ? String(path.dropLast(5)) : path) + "-small.yaml"
  }
}
