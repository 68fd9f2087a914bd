import Report

/// The file that a report goes to, made sure of before the work that it is about.
final class JUnitFile: Sendable {
  private let path: String

  init(_ path: String) throws {
    guard !path.isEmpty else { throw CommandFailure("--junit is empty; name a file", status: .usage) }
    self.path = path
    // Better refused now than after an hour.
    try AtomicFile.check(path)
  }

  func write(_ suites: [JUnitReport.Suite]) throws {
    try AtomicFile.write(JUnitReport("chainbed", suites: suites).text, to: path)
  }
}
