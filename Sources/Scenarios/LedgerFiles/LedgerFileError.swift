import Report

/// Why a ledger file, or a file that goes with it, cannot be used. Prints as one line.
public struct LedgerFileError: Error, Hashable {
  public var path: String
  public var message: String

  public init(_ path: String, _ message: String) {
    self.path = path
    self.message = message
  }
}

extension LedgerFileError: CustomStringConvertible {
  public var description: String { "\(path): error: \(PlainText.of(message, limit: 300))" }
}
