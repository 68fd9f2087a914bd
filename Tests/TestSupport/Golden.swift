import Foundation
import Testing

/// Compares output with a file that was read and approved before.
///
/// With `RECORD_GOLDEN=1` in the environment the file is rewritten, and the test fails so that the difference is read.
public enum Golden {
  /// Expects `actual` to be the content of `name` in `Tests/Golden/<test target>`.
  public static func expect(
    _ actual: String, matches name: String, testFile: String = #filePath,
    at location: SourceLocation = #_sourceLocation
  ) {
    let file = folder(of: testFile).appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      do {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(actual.utf8).write(to: file)
        Issue.record(
          "recorded Golden/\(name): read the difference, then run without RECORD_GOLDEN", sourceLocation: location)
      } catch {
        Issue.record("cannot record Golden/\(name): \(error)", sourceLocation: location)
      }
      return
    }
    guard let data = try? Data(contentsOf: file) else {
      Issue.record("Golden/\(name) is missing: record it with RECORD_GOLDEN=1", sourceLocation: location)
      return
    }
    let expected = String(decoding: data, as: UTF8.self)
    guard actual != expected else { return }
    Issue.record("differs from Golden/\(name)\n\(difference(expected, actual))", sourceLocation: location)
  }

  /// Outside the target's own folder, where SwiftPM would warn of files that it cannot build.
  private static func folder(of testFile: String) -> URL {
    var target = URL(fileURLWithPath: testFile).deletingLastPathComponent()
    while !target.lastPathComponent.hasSuffix("Tests"), target.path != "/" { target.deleteLastPathComponent() }
    return Repository.root.appendingPathComponent("Tests/Golden/\(target.lastPathComponent)")
  }

  /// The first line that differs, with its number.
  static func difference(_ expected: String, _ actual: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(old, new).prefix { $0 == $1 }.count
    let shown: ([Substring]) -> String = { line < $0.count ? String($0[line]) : "(end)" }
    return "line \(line + 1):\n- \(shown(old))\n+ \(shown(new))"
  }
}
