/// A command that cannot do its work for a reason that lies outside the program: one clear line, and a status.
struct CommandFailure: Error {
  /// Whole lines, without `Error:` in front where they already say `file:line:column: error:`.
  var message: String
  var status: ExitStatus

  init(_ message: String, status: ExitStatus) {
    self.message = message
    self.status = status
  }
}
