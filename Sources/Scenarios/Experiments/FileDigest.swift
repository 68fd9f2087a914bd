import Foundation
import Protocols

/// What is in a file, in one number.
public enum FileDigest {
  /// SHA-256 in hexadecimal digits; nil when the file cannot be read.
  public static func sha256(path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    var hasher = SHA256Hasher()
    data.withUnsafeBytes { hasher.update($0) }
    return hasher.finish().description
  }
}
