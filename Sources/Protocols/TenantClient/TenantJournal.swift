/// What a tenant client writes down before it acts, in two files that take turns: docs/formats/messages.md. A crash leaves at
/// most a torn end, which is cut off. The client's state is nothing but the sum of the entries.
struct TenantJournal {
  enum Entry {
    /// The tenant wants something.
    case ordered(Int64, TenantOperation, isDirect: Bool, secret: Digest)
    /// A transaction, synced before it is handed in. `domain`: whose SMB; nil for the CRB.
    case sent(Int64, Transaction, domain: Int?, ServiceKeys?)
    /// What stays of that when the operation is over.
    case kept(Int64, Digest, at: Int64, domain: Int?, ServiceKeys?)
    /// A management service is asked directly.
    case asked(Int64, issued: Int64)
    case event(Int64, OperationEvent)
    /// A VNF has told its key pair.
    case learned(String, secret: Digest)
  }

  var log: TurningJournal

  init(turnSize: Int) { log = TurningJournal(.tenantJournal, .otherTenantJournal, turnSize: turnSize) }

  /// Appends entries with a sync, whose ticket it gives.
  mutating func write(_ entries: [Entry], into effects: inout Effects) -> DiskTicket {
    log.append(entries.map(TenantJournal.document), into: &effects)
    return log.sync(into: &effects)
  }

  /// Goes on in the other file.
  mutating func turn(_ archive: TenantArchive, into effects: inout Effects) {
    let snapshot = BSONWriter.encode(reserving: 256 * archive.entries.count) { w in
      w.array("entries") { w in
        for (index, entry) in archive.entries.enumerated() {
          w.encoded(.index(index), document: TenantJournal.document(entry))
        }
      }
    }
    log.turn(snapshot, into: &effects)
  }

  /// The entries of both files up to the first that is torn or damaged, each with the offset at which its record ends.
  mutating func recover(_ contents: [[UInt8]], into effects: inout Effects) -> [(entries: [Entry], end: Int)] {
    var all: [(entries: [Entry], end: Int)] = []
    for (piece, end) in log.recover(contents, into: &effects) {
      switch piece {
      case .snapshot(let state, _):
        guard let entries = try? TenantJournal.entries(state) else { return all }
        all.append((entries, end))
      case .entry(let document):
        guard let entry = try? TenantJournal.entry(document) else { return all }
        all.append(([entry], end))
      }
    }
    return all
  }

  private static func entries(_ snapshot: [UInt8]) throws(BSONError) -> [Entry] {
    try BSONReader.decode(snapshot) { r throws(BSONError) in
      var entries: [Entry] = []
      try r.array("entries") { r, index throws(BSONError) in
        entries.append(try entry(Array(snapshot[try r.documentRange(.index(index))])))
      }
      return entries
    }
  }

  static func document(_ entry: Entry) -> [UInt8] {
    BSONWriter.encode(reserving: 512) { w in
      switch entry {
      case .ordered(let number, let operation, let isDirect, let secret):
        w.string("entry", "ordered")
        w.int64("number", number)
        w.bool("direct", isDirect)
        w.binary("secret", secret)
        operation.write(to: &w)
      case .sent(let number, let transaction, let domain, let keys):
        w.string("entry", "sent")
        w.int64("number", number)
        write(domain, keys, to: &w)
        w.encoded("transaction", document: transaction.bytes)
      case .kept(let number, let id, let timestamp, let domain, let keys):
        w.string("entry", "kept")
        w.int64("number", number)
        write(domain, keys, to: &w)
        w.binary("id", id)
        w.datetime("timestamp", milliseconds: timestamp)
      case .asked(let number, let issued):
        w.string("entry", "asked")
        w.int64("number", number)
        w.datetime("issued", milliseconds: issued)
      case .event(let number, let event):
        w.string("entry", "event")
        w.int64("number", number)
        event.write(to: &w)
      case .learned(let instance, let secret):
        w.string("entry", "learned")
        w.string("instance", instance)
        w.binary("secret", secret)
      }
    }
  }

  private static func entry(_ document: [UInt8]) throws(BSONError) -> Entry {
    try BSONReader.decode(document) { r throws(BSONError) in
      let place = r.position
      switch try r.string("entry") {
      case "ordered":
        let number = try r.int64("number")
        let isDirect = try r.bool("direct")
        let secret = try r.digest("secret")
        return .ordered(number, try TenantOperation.read(from: &r), isDirect: isDirect, secret: secret)
      case "sent":
        let number = try r.int64("number")
        let (domain, keys) = try readKeys(from: &r)
        return .sent(number, Transaction(Array(document[try r.documentRange("transaction")])), domain: domain, keys)
      case "kept":
        let number = try r.int64("number")
        let (domain, keys) = try readKeys(from: &r)
        let id = try r.digest("id")
        return .kept(number, id, at: try r.datetime("timestamp"), domain: domain, keys)
      case "asked": return .asked(try r.int64("number"), issued: try r.datetime("issued"))
      case "event": return .event(try r.int64("number"), try OperationEvent.read(from: &r))
      case "learned": return .learned(try r.string("instance"), secret: try r.digest("secret"))
      default: throw BSONError(.badValue, at: place)
      }
    }
  }
}

extension TenantJournal {
  fileprivate static func write(_ domain: Int?, _ keys: ServiceKeys?, to w: inout BSONWriter) {
    w.int32("domain", Int32(domain ?? -1))
    w.binary("key", keys?.fields.bytes ?? [])
    w.binary("responseKey", keys?.response.bytes ?? [])
  }

  fileprivate static func readKeys(from r: inout BSONReader) throws(BSONError) -> (domain: Int?, ServiceKeys?) {
    let domain = Int(try r.int32("domain"))
    let (fields, response) = (FieldKey(bytes: try r.binary("key")), FieldKey(bytes: try r.binary("responseKey")))
    guard let fields, let response else { return (domain < 0 ? nil : domain, nil) }
    return (domain < 0 ? nil : domain, ServiceKeys(fields: fields, response: response))
  }
}

extension FileID {
  /// A tenant client's two files, which take turns.
  public static let tenantJournal = FileID(slot: 0)
  public static let otherTenantJournal = FileID(slot: 1)
}
