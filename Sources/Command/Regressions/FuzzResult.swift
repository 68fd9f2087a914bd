import Scenarios

/// What fuzzing one scenario within a check came to.
struct FuzzResult: Sendable {
  enum Outcome: Sendable {
    case summary(FuzzSummary)
    case unreadable(String)
    /// Its process ended as none should.
    case defect(String, output: String)
    /// The check was interrupted before it was over.
    case skipped
  }

  var file: String
  /// What cases are drawn from.
  var seed: Seed
  var outcome: Outcome
  var wallSeconds: Double

  var verdict: CheckVerdict {
    switch outcome {
    case .summary(let summary): CheckVerdict(isGood: summary.isGood)
    case .unreadable: .unreadable
    case .defect: .defect
    case .skipped: .skipped
    }
  }

  var summary: FuzzSummary? {
    guard case .summary(let summary) = outcome else { return nil }
    return summary
  }

  /// What is wrong, and the commands that show it again.
  var problems: [(text: String, commands: [String])] {
    switch outcome {
    case .summary(let summary):
      summary.failures.map { failure in
        let path = ShellWord.quoted(failure.path)
        let text = "case \(failure.number): \(failure.violation)"
        guard let problem = failure.problem else {
          return (text, ["chainbed replay \(path)", "chainbed shrink \(path)"])
        }
        let again = "chainbed fuzz \(ShellWord.quoted(file)) --seed \(seed) --only \(failure.number)"
        return ("\(text); no capsule: \(problem)", [again])
      }
    case .unreadable(let lines): [(lines, ["chainbed check \(ShellWord.quoted(file))"])]
    case .defect(let line, _): [(line, ["chainbed fuzz \(ShellWord.quoted(file))"])]
    case .skipped: []
    }
  }

  /// Fuzzes a scenario in a process of its own.
  static func run(_ file: String, _ budget: FuzzBudget, jobs: Int) -> FuzzResult {
    let start = WallClock.seconds()
    let outcome: Outcome =
      switch WorkerAnswer<FuzzSummary>(of: ["fuzz", file, "--jobs", "\(jobs)"] + budget.words) {
      case .value(let summary): .summary(summary)
      case .unreadable(let lines): .unreadable(lines)
      case .defect(let line, let output): .defect(line, output: output)
      }
    return FuzzResult(file: file, seed: budget.seed, outcome: outcome, wallSeconds: WallClock.seconds() - start)
  }
}
