import Foundation
import Protocols

/// A kept ledger file, read record by record (docs/formats/ledger.md).
public struct LedgerFile {
  public let path: String
  /// Bytes of the file.
  public let size: Int64
  private let handle: FileHandle

  /// Opens a ledger that has at least one byte.
  public init(path: String) throws(LedgerFileError) {
    self.path = path
    handle = try Self.open(path)
    do {
      size = Int64(try handle.seekToEnd())
    } catch {
      throw LedgerFileError(path, "cannot be read: \(error.localizedDescription)")
    }
    guard size > 0 else { throw LedgerFileError(path, "is empty: a ledger has at least one block") }
  }

  /// Whether a file has something in it, and no record of a ledger and no evidence anywhere.
  public static func isForeign(path: String) -> Bool {
    guard (try? open(path)) != nil else { return false }
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else { return false }
    return !data.isEmpty && ["CBLEDGR1", "chainbed evidence"].allSatisfy { data.range(of: Data($0.utf8)) == nil }
  }

  /// Goes through the records from the first.
  public func scanner() -> LedgerScanner {
    let handle = handle
    return LedgerScanner(length: size) { range in
      guard (try? handle.seek(toOffset: UInt64(range.lowerBound))) != nil else { return [] }
      guard let data = try? handle.read(upToCount: Int(range.upperBound - range.lowerBound)) else { return [] }
      return Array(data)
    }
  }

  /// What a JSON file holds.
  static func json(_ path: String, absent: String = "no such file") throws(LedgerFileError) -> Any {
    let handle = try open(path, absent: absent)
    guard let data = try? handle.readToEnd() ?? Data() else { throw LedgerFileError(path, "cannot be read") }
    if let object = try? JSONSerialization.jsonObject(with: data) { return object }
    let end = data.last { !" \t\r\n".utf8.contains($0) }
    let isCutOff = end != nil && end != UInt8(ascii: "}")
    throw LedgerFileError(path, "is not JSON" + (isCutOff ? ", or is cut off: it does not end with '}'" : ""))
  }

  /// A file for reading that is none of what reading fails on later. `absent`: what to say where there is none.
  static func open(_ path: String, absent: String = "no such file") throws(LedgerFileError) -> FileHandle {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw LedgerFileError(path, absent)
    }
    guard !isDirectory.boolValue else { throw LedgerFileError(path, "is a directory") }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw LedgerFileError(path, "cannot be read: \(String(cString: strerror(errno)))") }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }
}
