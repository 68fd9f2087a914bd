import Foundation
import Protocols
import Report

/// What an unfinished sweep has finished: a line of JSON for each replication, so that an interrupted sweep resumes.
///
/// The first line identifies the sweep: scenario, overrides, profiles, build of the program. The journal of another sweep
/// is put aside until that one comes again. A torn last line is ignored.
final class RunJournal {
  struct Entry: Codable {
    var point: Int
    var replication: Int
    var outcome: RunOutcome
  }

  private struct Header: Codable {
    var chainbed: String
  }

  static let fileName = "unfinished.jsonl"

  let path: String
  /// What an earlier attempt at the same sweep had finished.
  let finished: [Entry]
  private let handle: FileHandle

  /// Opens the journal of the sweep with this identity, or starts it, anew where it must not resume.
  init(directory: String, identity: String, resumes: Bool = true) throws {
    path = "\(directory)/\(Self.fileName)"
    try Self.putOthersAside(path, in: directory, identity)
    let header = try Self.line(Header(chainbed: identity))
    let lines = (FileManager.default.contents(atPath: path) ?? Data()).split(
      separator: 0x0A, omittingEmptySubsequences: false)
    let isSame = resumes && lines.first.map { Data($0) + [0x0A] } == header
    let kept = isSame ? lines.dropFirst().compactMap { try? JSONDecoder().decode(Entry.self, from: Data($0)) } : []
    finished = kept
    // Written anew, so that nothing torn stands before what is appended.
    try AtomicFile.write([UInt8](kept.reduce(into: header) { $0 += (try? Self.line($1)) ?? Data() }), to: path)
    guard let handle = FileHandle(forWritingAtPath: path) else {
      throw FileError(path: path, action: "open", code: errno)
    }
    self.handle = handle
    try handle.seekToEnd()
  }

  func append(_ entry: Entry) throws {
    do { try handle.write(contentsOf: Self.line(entry)) } catch {
      throw FileError(path: path, action: "write", code: errno)
    }
  }

  /// The sweep is complete and its results are written.
  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// Moves the journal of another sweep out of the way, and brings that of this one back.
  private static func putOthersAside(_ path: String, in directory: String, _ identity: String) throws {
    let files = FileManager.default
    func aside(_ identity: String) -> String { "\(directory)/unfinished-\(identity.prefix(8)).jsonl" }
    if let other = files.contents(atPath: path)?.split(separator: 0x0A).first,
      let header = try? JSONDecoder().decode(Header.self, from: Data(other)), header.chainbed != identity
    {
      try? files.removeItem(atPath: aside(header.chainbed))
      try? files.moveItem(atPath: path, toPath: aside(header.chainbed))
    }
    guard !files.fileExists(atPath: path), files.fileExists(atPath: aside(identity)) else { return }
    try? files.moveItem(atPath: aside(identity), toPath: path)
  }

  private static func line(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(value) + [0x0A]
  }
}
