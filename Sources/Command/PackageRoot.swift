import Foundation

/// The folder of the repository that the program was built in, found upwards from the executable, then from the
/// current directory. Scenarios and profiles are looked for there.
enum PackageRoot {
  static let path: String? = {
    let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return [executable, FileManager.default.currentDirectoryPath].lazy.compactMap(root(above:)).first
  }()

  /// The nearest folder at or above `path` with both the package description and the folder of commands.
  private static func root(above path: String) -> String? {
    var folder = URL(fileURLWithPath: path)
    while folder.path != "/" {
      let parts = ["Package.swift", "Sources/Command"].map { folder.appendingPathComponent($0).path }
      if parts.allSatisfy(FileManager.default.fileExists(atPath:)) { return folder.path }
      folder.deleteLastPathComponent()
    }
    return nil
  }
}
