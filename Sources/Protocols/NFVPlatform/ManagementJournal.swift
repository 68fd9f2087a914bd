import Vocabulary

/// What a management service writes down before it acts or answers: docs/formats/messages.md. A crash leaves at most a torn
/// end, which is cut off.
public struct ManagementJournal {
  public enum Entry: Hashable, Sendable {
    /// Synced before anything is done about it.
    case received(Digest, operation: [UInt8], asker: NodeID)
    /// What a new VNF is called, and so where it runs. Synced before its host hears of it.
    case allocated(Digest, instance: String)
    /// Synced before anybody is told. `at`: ms since 1970.
    case completed(Digest, result: String, error: String, at: Int64)
  }

  private var lastTicket: Int64 = 0

  /// Appends an entry, with a sync, whose ticket it gives.
  mutating func write(_ entry: Entry, into effects: inout Effects) -> DiskTicket {
    lastTicket += 1
    let record = Self.record(entry)
    effects.meter.charge(.codecByte, record.count)
    effects.meter.charge(.hashByte, record.count)
    effects.append(.append(.managementJournal, [record]))
    effects.append(.sync(.managementJournal, DiskTicket(lastTicket)))
    return DiskTicket(lastTicket)
  }

  /// The entries of a file up to the first that is torn or damaged, and how many bytes they are.
  public static func read(_ bytes: [UInt8], _ meter: inout Meter) -> (entries: [Entry], intact: Int) {
    meter.charge(.codecByte, bytes.count)
    meter.charge(.hashByte, bytes.count)
    var entries: [Entry] = []
    var intact = 0
    while let place = BSONReader.documentRange(at: intact, in: bytes) {
      guard let entry = try? entry(in: place, of: bytes) else { break }
      intact = place.upperBound
      entries.append(entry)
    }
    return (entries, intact)
  }

  private static func record(_ entry: Entry) -> [UInt8] {
    let document = BSONWriter.encode(reserving: 1_024) { w in
      switch entry {
      case .received(let id, let operation, let asker):
        w.string("entry", "received")
        w.binary("id", id)
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
    return JournalRecord.bytes(document)
  }

  private static func entry(in place: Range<Int>, of bytes: [UInt8]) throws(BSONError) -> Entry {
    let record = try JournalRecord.document(in: place, of: bytes)
    return try BSONReader.decode(record) { r throws(BSONError) in
      let name = try r.string("entry")
      let id = try r.digest("id")
      switch name {
      case "received":
        return .received(id, operation: try r.binary("operation"), asker: NodeID(Int(try r.int32("asker"))))
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
  /// A management service's only file.
  public static let managementJournal = FileID(slot: 0)
}
