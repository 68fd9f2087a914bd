import Foundation
import Report

extension KeyFile {
  /// Writes the file, for its owner's eyes only.
  func write(to path: String) throws {
    try AtomicFile.write(json, to: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }
}
