import Foundation

/// Directories that results go to.
public enum Directory {
  /// Makes a directory and those above it; one that exists is fine.
  public static func create(_ path: String) throws(FileError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
      if mkdir(made, 0o755) == 0 { continue }
      let code = errno
      var status = stat()
      guard stat(made, &status) == 0 else { throw FileError(path: path, action: "create", code: code) }
      guard status.st_mode & S_IFMT == S_IFDIR else { throw FileError(path: path, action: "create", code: ENOTDIR) }
    }
  }

  /// Whether the path is that of a file, not of a folder.
  public static func hasFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
  }

  /// Makes a directory, and sure that files can be made in it: better refused before the work than after it.
  public static func createWritable(_ path: String) throws(FileError) {
    try create(path)
    do {
      _ = try AtomicFile(path + "/.probe")
    } catch {
      throw FileError(path: path, action: "write", code: error.code)
    }
  }
}
