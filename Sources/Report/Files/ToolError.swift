/// Why a program that we run (gnuplot, rsvg-convert) gave no result, as one line for a person.
public enum ToolError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No such program on the path; `package` is the Debian package that has it.
  case missing(tool: String, package: String)
  /// It ran longer than allowed and was ended.
  case timedOut(tool: String, seconds: Int)
  /// It ended with another status than 0; `message` is the first telling line that it wrote to standard error.
  case failed(tool: String, status: Int32, message: String)
  /// The system would not start it (errno).
  case notStarted(tool: String, code: Int32)

  public var description: String {
    switch self {
    case .missing(let tool, let package): "\(tool): not found; install the package \(package)"
    case .timedOut(let tool, let seconds): "\(tool): no result after \(seconds) s; ended"
    case .failed(let tool, let status, let message):
      "\(tool): failed with status \(status)" + (message.isEmpty ? "" : ": \(message)")
    case .notStarted(let tool, let code): "\(tool): cannot start: \(FileError.text(of: code))"
    }
  }
}
