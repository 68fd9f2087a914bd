import Foundation

/// The scenarios that a list of files and folders stands for.
enum RegressionFiles {
  /// Each file once: those of a folder sorted by path, without cost profiles. Throws for a place where there is nothing.
  static func find(_ paths: [String]) throws(CommandFailure) -> [String] {
    var found: [String] = []
    for path in paths {
      let files = try find(path)
      guard !files.isEmpty else { throw CommandFailure("\(path): there is no scenario below it", status: .badInput) }
      for file in files where !found.contains(file) { found.append(file) }
    }
    return found
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func find(_ path: String) throws(CommandFailure) -> [String] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure("\(path): no such file or folder", status: .badInput)
    }
    guard isFolder(path) else { return [path] }
    let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let below = try? FileManager.default.subpathsOfDirectory(atPath: path) else {
      throw CommandFailure("\(path): the folder cannot be read", status: .badInput)
    }
    return below.filter(isYAML).sorted().map { "\(folder)/\($0)" }.filter { !Check.isProfile($0) }
  }

  /// Hidden files and folders are somebody else's.
  private static func isYAML(_ path: String) -> Bool {
    guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { return false }
    return !path.split(separator: "/").contains { $0.hasPrefix(".") }
  }

  /// The deepest folder that all files are below, and each file's path from there without its ending.
  static func names(_ files: [String]) -> (folder: String, names: [String]) {
    let parts = files.map { $0.split(separator: "/", omittingEmptySubsequences: false).map(String.init) }
    var common = parts.first.map { Array($0.dropLast()) } ?? []
    for path in parts {
      let same = zip(common, path.dropLast()).prefix { $0 == $1 }.count
      common.removeLast(common.count - same)
    }
    let names = parts.map { path in
      let rest = path.dropFirst(common.count).joined(separator: "/")
      return rest.lastIndex(of: ".").map { String(rest[..<$0]) } ?? rest
    }
    return (common.joined(separator: "/"), names)
  }
}
