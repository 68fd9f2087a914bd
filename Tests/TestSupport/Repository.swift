import Foundation

/// The files of the repository that the tests were built from.
public enum Repository {
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  public static func path(_ relative: String) -> String { root.appendingPathComponent(relative).path }

  public static func exists(_ relative: String) -> Bool { FileManager.default.fileExists(atPath: path(relative)) }

  /// The content of a text file.
  public static func read(_ relative: String) throws -> String {
    try String(decoding: Data(contentsOf: root.appendingPathComponent(relative)), as: UTF8.self)
  }

  /// The files below a folder with one of the endings, as sorted paths from the root.
  public static func files(below folder: String, endings: [String]) -> [String] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: path(folder))) ?? []
    return paths.filter { file in endings.contains { file.hasSuffix($0) } }
      .map { folder == "." ? $0 : folder + "/" + $0 }
      .filter { !$0.split(separator: "/").contains { $0.hasPrefix(".build") || $0 == ".git" || $0 == "results" } }
      .sorted()
  }
}
