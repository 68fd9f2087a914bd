import Vocabulary

/// What a management service writes down before it acts or answers: docs/formats/messages.md. A crash leaves at most a torn
/// end, which is cut off.
public struct ManagementJournal {
  public enum Entry: Hashable, Sendable {
    /// Synced before anything is done about it.
    case received(Digest, issued: Int64, operation: [UInt8], asker: NodeID)
    /// What a new VNF is called, and so where it runs. Synced before its host hears of it.
    case allocated(Digest, instance: String)
    /// Synced before anybody is told. `at`: ms since 1970.
    case completed(Digest, result: String, error: String, at: Int64)
  }

  /// All that still matters of what was written.
  struct Snapshot {
    /// What was issued then or before, and is not among the results, is forgotten.
    var floor: Int64
    var results: [RecentResults.Entry]
    /// Requests without a result, in the order in which they came; the instance, once there is one.
    var jobs: [(id: Digest, issued: Int64, operation: [UInt8], asker: NodeID, instance: String)]
    var state: PlatformState
  }

  var log: TurningJournal

  init(turnSize: Int) { log = TurningJournal(.managementJournal, .otherManagementJournal, turnSize: turnSize) }

  /// Appends an entry, with a sync, whose ticket it gives.
  mutating func write(_ entry: Entry, into effects: inout Effects) -> DiskTicket {
    log.append([Self.document(entry)], into: &effects)
    return log.sync(into: &effects)
  }

  /// Requests that were completed, by what a file says: each as often as it was written there.
  public static func completed(in contents: [UInt8]) -> [Digest] {
    TurningJournal.pieces(of: contents).compactMap { piece, _ in
      guard case .entry(let document) = piece, case .completed(let id, _, _, _)? = try? entry(document) else {
        return nil
      }
      return id
    }
  }

  private static func document(_ entry: Entry) -> [UInt8] {
    BSONWriter.encode(reserving: 1_024) { w in
      switch entry {
      case .received(let id, let issued, let operation, let asker):
        w.string("entry", "received")
        w.binary("id", id)
        w.datetime("issued", milliseconds: issued)
        w.binary("operation", operation)
        w.int32("asker", asker.index)
      case .allocated(let id, let instance):
        w.string("entry", "allocated")
        w.binary("id", id)
        w.string("instance", instance)
      case .completed(let id, let result, let error, let time):
        w.string("entry", "completed")
        w.binary("id", id)
        w.string("result", result)
        w.string("error", error)
        w.datetime("at", milliseconds: time)
      }
    }
  }

  static func entry(_ document: [UInt8]) throws(BSONError) -> Entry {
    try BSONReader.decode(document) { r throws(BSONError) in
      let name = try r.string("entry")
      let id = try r.digest("id")
      switch name {
      case "received":
        let issued = try r.datetime("issued")
        let operation = try r.binary("operation")
        return .received(id, issued: issued, operation: operation, asker: NodeID(Int(try r.int32("asker"))))
      case "allocated": return .allocated(id, instance: try r.string("instance"))
      case "completed":
        return .completed(
          id, result: try r.string("result"), error: try r.string("error"), at: try r.datetime("at"))
      default: throw BSONError(.badValue, at: 0)
      }
    }
  }
}

extension FileID {
  /// A management service's two files, which take turns.
  public static let managementJournal = FileID(slot: 0)
  public static let otherManagementJournal = FileID(slot: 1)
}
