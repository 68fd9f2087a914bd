import Foundation

/// Why a file could not be written or read, as one line for a person.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file that the caller asked for (not the temporary one beside it).
  public var path: String
  /// What was tried: "create", "write", "rename".
  public var action: String
  /// The system's error number (errno).
  public var code: Int32

  public init(path: String, action: String, code: Int32) {
    self.path = path
    self.action = action
    self.code = code
  }

  public var description: String { "\(path): cannot \(action): \(FileError.text(of: code))" }

  /// The system's words for an error number.
  static func text(of code: Int32) -> String { String(cString: strerror(code)) }
}
