import Foundation
import TestSupport

/// One file of the repository, line by line.
struct SourceText {
  var path: String
  var lines: [String]

  init(path: String) throws {
    self.path = path
    lines = try Repository.read(path).components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
  }

  /// All files below a folder with one of the endings.
  static func all(below folder: String, endings: [String] = [".swift"]) throws -> [SourceText] {
    try Repository.files(below: folder, endings: endings).map(SourceText.init)
  }

  /// The Swift code alone: comments and the inside of string literals are blanked, lines and columns stay.
  var code: [String] {
    var scanner = CodeScanner(text: lines.joined(separator: "\n"))
    return scanner.code().components(separatedBy: "\n")
  }

  /// `path:line: what` for each of the lines in which the pattern is found.
  func matches(of pattern: NSRegularExpression, in lines: [String], what: String) -> [String] {
    zip(1..., lines).compactMap { number, line in
      let whole = NSRange(line.startIndex..., in: line)
      guard pattern.firstMatch(in: line, range: whole) != nil else { return nil }
      return "\(path):\(number): \(what)"
    }
  }
}
