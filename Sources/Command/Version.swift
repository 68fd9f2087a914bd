import Foundation
import Scenarios

/// Which chainbed this is.
enum Version {
  static let number = "0.1.0"

  /// `0.1.0 (executable 1a2b3c4d5e6f)`.
  static var description: String { executable.map { "\(number) (executable \($0.prefix(12)))" } ?? number }

  /// The executable itself, by its size and the time at which it was linked: differs wherever code does.
  static var build: String {
    var status = stat()
    guard stat(path, &status) == 0 else { return number }
    return "\(number) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

  /// SHA-256 of the executable, in hexadecimal digits: what `sha256sum` says of the file. What the sources were that it was
  /// built from, the working copy around it cannot tell; what it is, it can.
  static let executable = FileDigest.sha256(path: path)

  private static let path = "/proc/self/exe"
}
