import Report
import Scenarios

/// A command that cannot do its work for a reason that lies outside the program: clear lines, and a status.
struct CommandFailure: Error {
  /// Whole lines for standard error.
  var message: String
  var status: ExitStatus

  init(_ message: String, status: ExitStatus) {
    self.init(lines: "Error: " + message, status: status)
  }

  private init(lines: String, status: ExitStatus) {
    message = lines
    self.status = status
  }

  /// The same for errors of the layers below, which say what was wrong and where; nil for others, which are ours.
  init?(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let errors as ScenarioErrors:
      self.init(lines: errors.description, status: errors.areUsage ? .usage : .badInput)
    case let problem as CaptureRun.Problem: self.init(problem.description, status: .usage)
    case let problem as CapacityProblem: self.init(problem.description, status: .usage)
    case let error as LedgerFileError: self.init(lines: error.description, status: .badInput)
    case let error as ResultsDirectory.Problem: self.init(error.description, status: .usage)
    case let error as FileError: self.init(error.description, status: .usage)
    case let error as DatabaseError: self.init(error.description, status: .usage)
    case let error as FigureError: self.init(error.description, status: .usage)
    default: return nil
    }
  }

  static let noScenarios = CommandFailure(
    "there is no folder 'scenarios', neither here nor where chainbed was built", status: .usage)
}
