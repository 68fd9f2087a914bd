import Foundation
import Synchronization

/// A file that appears complete under its name, or not at all.
///
/// Bytes go to a temporary name in the same directory; `commit` makes them durable and renames. Without `commit`, or when
/// any step fails, the temporary file is removed and whatever stood under the name stays as it was.
public struct AtomicFile: ~Copyable {
  /// The name that `commit` gives the file.
  public let path: String
  /// Where the bytes are until then; a program that wants to write the file by itself writes here.
  public let temporaryPath: String
  private var descriptor: Int32
  private var isPending = true

  /// Temporary paths of all files that are being written.
  private static let pending = Mutex<Set<String>>([])

  /// Opens the temporary file. A directory under the name is refused.
  public init(_ path: String) throws(FileError) {
    self.path = path
    let slash = path.lastIndex(of: "/")
    let directory = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    guard !name.isEmpty else { throw FileError(path: path, action: "create", code: EISDIR) }
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw FileError(path: path, action: "create", code: EISDIR)
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
    if isPending { unlink(temporaryPath) }
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
    guard fsync(descriptor) == 0 else { throw FileError(path: path, action: "write", code: errno) }
    let closed = close(descriptor)
    let code = errno
    descriptor = -1
    guard closed == 0 else { throw FileError(path: path, action: "write", code: code) }
    guard rename(temporaryPath, path) == 0 else { throw FileError(path: path, action: "rename", code: errno) }
    isPending = false
    AtomicFile.syncDirectory(of: path)
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

  /// Makes a rename durable. The file is complete either way, so a file system that cannot do it is no error.
  private static func syncDirectory(of path: String) {
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let opened = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { return }
    fsync(opened)
    close(opened)
  }
}
