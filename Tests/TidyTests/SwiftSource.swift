import Foundation
import TestSupport

/// The Swift files of the repository: each as it is, and its code alone.
struct SwiftSource: Sendable {
  var whole: SourceText
  /// Without comments and the inside of string literals; lines and columns are as in the file.
  var code: SourceText

  var path: String { whole.path }

  /// Read and scanned once for all tests.
  private static let everything: Result<[SwiftSource], any Error> = Result {
    try ["Sources", "Tests"].flatMap { try SourceText.all(below: $0, endings: [".swift"]) }.map { whole in
      var scanner = CodeScanner(text: whole.lines.joined(separator: "\n"))
      var code = whole
      code.lines = scanner.code().components(separatedBy: "\n")
      return SwiftSource(whole: whole, code: code)
    }
  }

  static func all(below folders: String...) throws -> [SwiftSource] { try all(below: folders) }

  static func all(below folders: [String]) throws -> [SwiftSource] {
    try everything.get().filter { source in folders.contains { source.path.hasPrefix($0 + "/") } }
  }
}
