import Foundation

/// Which chainbed this is.
enum Version {
  static let number = "0.1.0"

  /// `0.1.0 (1a2b3c4d5e6f)`, with `+changes` after a commit that the working tree differs from; the number alone
  /// when the program stands outside its repository.
  static var description: String { commit.map { "\(number) (\($0))" } ?? number }

  /// The executable itself, by its size and the time at which it was linked: differs wherever code does.
  static var build: String {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return number }
    return "\(number) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

  /// The commit checked out where the program was built, asked from git at run time: a new commit needs no rebuild.
  static let commit: String? = {
    guard let root = PackageRoot.path else { return nil }
    let words = ["-C", root, "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+changes"]
    guard let result = try? Subprocess.run("/usr/bin/env", ["git"] + words), result.status == 0 else { return nil }
    let text = result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? nil : text
  }()
}
