import Foundation
import Synchronization

/// A file that appears complete under its name, or not at all.
///
/// Bytes go to a temporary name in the same directory; `commit` makes them durable and renames. Without `commit`, or when
/// any step fails, the temporary file is removed and whatever stood under the name stays as it was. Under a symbolic link
/// the file that it leads to is replaced; a device or a pipe is written to as it is.
public struct AtomicFile: ~Copyable {
  /// The name that `commit` gives the file.
  public let path: String
  /// Where the bytes are until then; a program that wants to write the file by itself writes here.
  public let temporaryPath: String
  private var descriptor: Int32
  /// What the name leads to.
  private let target: String
  private var isPending = true

  /// Temporary paths of all files that are being written.
  private static let pending = Mutex<Set<String>>([])

  /// Opens the temporary file. A directory under the name is refused.
  public init(_ path: String) throws(FileError) {
    self.path = path
    let target = AtomicFile.target(of: path)
    self.target = target
    let slash = target.lastIndex(of: "/")
    let directory = slash.map { String(target[...$0]) } ?? ""
    let name = slash.map { String(target[target.index(after: $0)...]) } ?? target
    guard !name.isEmpty else { throw FileError(path: path, action: "create", code: EISDIR) }
    let kind = AtomicFile.kind(of: target)
    guard kind != S_IFDIR else { throw FileError(path: path, action: "create", code: EISDIR) }
    if let kind, kind != S_IFREG {
      let opened = open(target, O_WRONLY | O_CLOEXEC)
      guard opened >= 0 else { throw FileError(path: path, action: "create", code: errno) }
      temporaryPath = target
      descriptor = opened
      return
    }
    var attempt = 0
    while true {
      let candidate = "\(directory).\(name).\(getpid()).\(attempt).partial"
      let opened = open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      if opened >= 0 {
        temporaryPath = candidate
        descriptor = opened
        AtomicFile.pending.withLock { _ = $0.insert(candidate) }
        return
      }
      guard errno == EEXIST, attempt < 1_000 else { throw FileError(path: path, action: "create", code: errno) }
      attempt += 1
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if isPending, !isStream { unlink(temporaryPath) }
    let removed = temporaryPath
    AtomicFile.pending.withLock { _ = $0.remove(removed) }
  }

  /// Removes the temporary files of a program that is about to end in the middle of its work.
  public static func abandonAll() {
    pending.withLock { for path in $0 { unlink(path) } }
  }

  /// Removes what programs that were killed have left of their files in a directory that nobody else writes to.
  public static func removeAbandoned(in directory: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    for name in names where name.wholeMatch(of: /\..+\.[0-9]+\.[0-9]+\.partial/) != nil {
      unlink("\(directory)/\(name)")
    }
  }

  /// Appends bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    guard let code = Descriptor.writeAll(bytes, to: descriptor) else { return }
    throw FileError(path: path, action: "write", code: code)
  }

  /// Appends the UTF-8 bytes of a text.
  public func write(_ text: String) throws(FileError) {
    try write(Array(text.utf8))
  }

  /// Appends bytes.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    guard let code = bytes.withUnsafeBytes({ Descriptor.writeAll($0, to: descriptor) }) else { return }
    throw FileError(path: path, action: "write", code: code)
  }

  /// Makes the bytes durable and gives the file its name, replacing what stood there.
  public consuming func commit() throws(FileError) {
    guard isStream || fsync(descriptor) == 0 else { throw FileError(path: path, action: "write", code: errno) }
    let closed = close(descriptor)
    let code = errno
    descriptor = -1
    guard closed == 0 else { throw FileError(path: path, action: "write", code: code) }
    guard isStream || rename(temporaryPath, target) == 0 else {
      throw FileError(path: path, action: "rename", code: errno)
    }
    isPending = false
    AtomicFile.syncDirectory(of: target)
  }

  /// Writes a whole file.
  public static func write(_ text: String, to path: String) throws(FileError) {
    let file = try AtomicFile(path)
    try file.write(text)
    try file.commit()
  }

  /// Writes a whole file.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let file = try AtomicFile(path)
    try file.write(bytes)
    try file.commit()
  }

  /// Whether it is a device or a pipe.
  private var isStream: Bool { temporaryPath == target }

  /// Where a chain of symbolic links ends; the path itself where there is nothing yet.
  public static func target(of path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Of what stands there: the part of its mode that says so.
  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  /// Makes sure that a file can be written, and changes nothing; of a pipe, whose reader would take note, only that it may.
  public static func check(_ path: String) throws(FileError) {
    if let kind = kind(of: path), kind != S_IFREG, kind != S_IFDIR {
      guard access(path, W_OK) == 0 else { throw FileError(path: path, action: "create", code: errno) }
    } else {
      _ = try AtomicFile(path)
    }
  }

  /// Makes a rename durable. The file is complete either way, so a file system that cannot do it is no error.
  private static func syncDirectory(of path: String) {
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let opened = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { return }
    fsync(opened)
    close(opened)
  }
}
