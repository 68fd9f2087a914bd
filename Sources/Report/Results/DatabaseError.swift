/// Why a results database could not be written, as one line for a person.
public enum DatabaseError: Error, Equatable, Sendable, CustomStringConvertible {
  case file(FileError)
  /// SQLite's own words.
  case sqlite(path: String, message: String)

  public var description: String {
    switch self {
    case .file(let error): error.description
    case .sqlite(let path, let message): "\(path): \(message)"
    }
  }
}
