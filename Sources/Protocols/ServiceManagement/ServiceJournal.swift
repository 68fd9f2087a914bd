/// What a service client writes down before it acts, in a file of its own: docs/formats/messages.md. A crash leaves at most
/// a torn end, which is cut off.
struct ServiceJournal {
  enum Entry {
    /// Durable before its response is handed in, and not before: what a crash takes away stands in the ledger still, and the
    /// management service knows the request again.
    case accepted(Transaction)
    /// Synced before the response is handed in.
    case response(to: Digest, Transaction)
    /// The response is in the ledger. Not synced: without it the ledger is asked again.
    case included(Digest)
  }

  private var lastTicket: Int64 = 0

  /// Appends entries; with a sync, whose ticket it gives.
  mutating func write(_ entries: [Entry], into effects: inout Effects) -> DiskTicket {
    lastTicket += 1
    append(entries, into: &effects)
    effects.append(.sync(.serviceJournal, DiskTicket(lastTicket)))
    return DiskTicket(lastTicket)
  }

  func append(_ entries: [Entry], into effects: inout Effects) {
    var chunks: [[UInt8]] = []
    for entry in entries {
      let record = ServiceJournal.record(entry)
      effects.meter.charge(.codecByte, record.count)
      effects.meter.charge(.hashByte, record.count)
      chunks.append(record)
    }
    effects.append(.append(.serviceJournal, chunks))
  }

  /// The entries of a file up to the first that is torn or damaged, each with the offset at which it ends.
  static func read(_ bytes: [UInt8], _ meter: inout Meter) -> [(Entry, end: Int)] {
    meter.charge(.codecByte, bytes.count)
    meter.charge(.hashByte, bytes.count)
    var entries: [(Entry, end: Int)] = []
    var offset = 0
    while let place = BSONReader.documentRange(at: offset, in: bytes) {
      guard let entry = try? entry(in: place, of: bytes) else { break }
      offset = place.upperBound
      entries.append((entry, offset))
    }
    return entries
  }

  private static func record(_ entry: Entry) -> [UInt8] {
    let document = BSONWriter.encode(reserving: 2_048) { w in
      switch entry {
      case .accepted(let transaction):
        w.string("entry", "accepted")
        w.encoded("transaction", document: transaction.bytes)
      case .response(let id, let transaction):
        w.string("entry", "response")
        w.binary("id", id)
        w.encoded("transaction", document: transaction.bytes)
      case .included(let id):
        w.string("entry", "included")
        w.binary("id", id)
      }
    }
    return JournalRecord.bytes(document)
  }

  private static func entry(in place: Range<Int>, of bytes: [UInt8]) throws(BSONError) -> Entry {
    let record = try JournalRecord.document(in: place, of: bytes)
    return try BSONReader.decode(record) { r throws(BSONError) in
      switch try r.string("entry") {
      case "accepted": return .accepted(Transaction(Array(record[try r.documentRange("transaction")])))
      case "response":
        let id = try r.digest("id")
        return .response(to: id, Transaction(Array(record[try r.documentRange("transaction")])))
      case "included": return .included(try r.digest("id"))
      default: throw BSONError(.badValue, at: 0)
      }
    }
  }
}

extension FileID {
  /// A service client's only file.
  public static let serviceJournal = FileID(slot: 0)
}
