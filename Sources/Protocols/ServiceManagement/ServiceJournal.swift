/// What a service client writes down before it acts, in a file of its own: docs/formats/messages.md. A crash leaves at most
/// a torn end, which is cut off.
struct ServiceJournal {
  enum Entry {
    /// Durable before its response is handed in, and not before: what a crash takes away stands in the ledger still, and the
    /// management service knows the request again.
    case accepted(Transaction)
    /// Synced before the response is handed in.
    case response(to: Digest, Transaction)
    /// The response is in the ledger, or there will be none. Not synced: without it the ledger is asked again.
    case included(Digest)
  }

  /// All that still matters of what was written.
  struct Snapshot {
    var floor: Int64
    var processed: [ProcessedTransactions.Entry]
    /// Open tasks; the response, once there is one.
    var tasks: [(transaction: Transaction, response: Transaction?)]
  }

  var log: TurningJournal

  init(turnSize: Int) { log = TurningJournal(.serviceJournal, .otherServiceJournal, turnSize: turnSize) }

  /// Appends entries; with a sync, whose ticket it gives.
  mutating func write(_ entries: [Entry], into effects: inout Effects) -> DiskTicket {
    append(entries, into: &effects)
    return log.sync(into: &effects)
  }

  mutating func append(_ entries: [Entry], into effects: inout Effects) {
    log.append(entries.map(ServiceJournal.document), into: &effects)
  }

  private static func document(_ entry: Entry) -> [UInt8] {
    BSONWriter.encode(reserving: 2_048) { w in
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
  }

  static func entry(_ record: [UInt8]) throws(BSONError) -> Entry {
    try BSONReader.decode(record) { r throws(BSONError) in
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
  /// A service client's two files, which take turns.
  public static let serviceJournal = FileID(slot: 0)
  public static let otherServiceJournal = FileID(slot: 1)
}
