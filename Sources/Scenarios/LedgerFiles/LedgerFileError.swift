/// Why a ledger file, or the federation file beside it, cannot be used. Prints as one line.
public struct LedgerFileError: Error, Hashable {
  public var path: String
  public var message: String

  public init(_ path: String, _ message: String) {
    self.path = path
    self.message = message
  }
}

extension LedgerFileError: CustomStringConvertible {
  public var description: String { "\(path): error: \(message)" }
}
