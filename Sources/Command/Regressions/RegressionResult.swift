import Foundation
import Scenarios

/// What the check of one scenario came to.
struct RegressionResult: Sendable {
  enum Outcome: Sendable {
    /// It ran to its end; whether it is good is in the judgement.
    case judged(Judgement)
    /// The file is missing or wrong: whole lines.
    case unreadable(String)
    /// It ended in a way that no scenario should: a defect of chainbed. What happened, in a line, and what it left.
    case defect(String, output: String)
    /// Two processes gave two different runs: what is known of it, in lines.
    case unstable(String)
    /// It was not run, because the check was interrupted.
    case skipped
  }

  var file: String
  var outcome: Outcome
  var wallSeconds: Double

  var verdict: CheckVerdict {
    switch outcome {
    case .judged(let judgement): CheckVerdict(isGood: judgement.isGood)
    case .unreadable: .unreadable
    case .defect: .defect
    case .unstable: .unstable
    case .skipped: .skipped
    }
  }

  /// What is wrong, one line each, the most important first.
  var problems: [String] {
    switch outcome {
    case .judged(let judgement): judgement.failures.map(\.text)
    case .unreadable(let lines), .unstable(let lines): lines.split(separator: "\n").map(String.init)
    case .defect(let line, _): [line]
    case .skipped: []
    }
  }

  /// What was asked of the run beside its expectations; empty where it was not run.
  var judged: String {
    guard let judgement else { return "" }
    guard judgement.judgesSafety else { return "evidence" }
    return judgement.judgesProgress ? "safety, progress" : "safety"
  }

  var judgement: Judgement? {
    guard case .judged(let judgement) = outcome else { return nil }
    return judgement
  }

  /// The command that shows the same again; nil when there is nothing wrong.
  var command: String? {
    switch outcome {
    case .judged(let judgement):
      judgement.failures.first.map { Self.line(["run", file] + $0.words) }
    case .unreadable: Self.line(["check", file])
    case .defect: Self.line(["run", file])
    case .unstable: Self.line(["run", file, "--twice"])
    case .skipped: nil
    }
  }

  private static func line(_ words: [String]) -> String {
    (["chainbed"] + words).map(ShellWord.quoted).joined(separator: " ")
  }
}
