import Foundation
import TestSupport

/// One file of the repository, line by line.
struct SourceText: Sendable {
  var path: String
  var lines: [String]

  init(path: String) throws {
    self.path = path
    lines = try Repository.read(path).components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
  }

  /// All files below a folder with one of the endings.
  static func all(below folder: String, endings: [String]) throws -> [SourceText] {
    try Repository.files(below: folder, endings: endings).map(SourceText.init)
  }

  /// `path:line: what` for each of the lines in which the pattern is found.
  func matches(of pattern: NSRegularExpression, what: String) -> [String] {
    zip(1..., lines).compactMap { number, line in
      guard pattern.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) != nil else { return nil }
      return "\(path):\(number): \(what)"
    }
  }
}
