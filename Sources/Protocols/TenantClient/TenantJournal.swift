/// What a tenant client writes down before it acts, in a file of its own: docs/formats/messages.md. A crash leaves at most
/// a torn end, which is cut off. The client's state is nothing but the sum of the entries.
struct TenantJournal {
  enum Entry {
    /// The tenant wants something.
    case ordered(Int64, TenantOperation, isDirect: Bool, secret: Digest)
    /// A transaction, synced before it is handed in. `domain`: whose SMB; nil for the CRB.
    case sent(Int64, Transaction, domain: Int?, responseKey: FieldKey?)
    /// A management service is asked directly.
    case asked(Int64, issued: Int64)
    case event(Int64, OperationEvent)
    /// A VNF has told its key pair.
    case learned(String, secret: Digest)
  }

  private var lastTicket: Int64 = 0

  /// Appends entries with a sync, whose ticket it gives.
  mutating func write(_ entries: [Entry], into effects: inout Effects) -> DiskTicket {
    lastTicket += 1
    var chunks: [[UInt8]] = []
    for entry in entries {
      let record = JournalRecord.bytes(TenantJournal.document(entry))
      effects.meter.charge(.codecByte, record.count)
      effects.meter.charge(.hashByte, record.count)
      chunks.append(record)
    }
    effects.append(.append(.tenantJournal, chunks))
    effects.append(.sync(.tenantJournal, DiskTicket(lastTicket)))
    return DiskTicket(lastTicket)
  }

  /// The entries of a file up to the first that is torn or damaged, each with the offset at which it ends.
  static func read(_ bytes: [UInt8], _ meter: inout Meter) -> [(Entry, end: Int)] {
    meter.charge(.codecByte, bytes.count)
    meter.charge(.hashByte, bytes.count)
    var entries: [(Entry, end: Int)] = []
    var offset = 0
    while let place = BSONReader.documentRange(at: offset, in: bytes) {
      guard let entry = try? entry(JournalRecord.document(in: place, of: bytes)) else { break }
      offset = place.upperBound
      entries.append((entry, offset))
    }
    return entries
  }

  private static func document(_ entry: Entry) -> [UInt8] {
    BSONWriter.encode(reserving: 512) { w in
      switch entry {
      case .ordered(let number, let operation, let isDirect, let secret):
        w.string("entry", "ordered")
        w.int64("number", number)
        w.bool("direct", isDirect)
        w.binary("secret", secret)
        operation.write(to: &w)
      case .sent(let number, let transaction, let domain, let key):
        w.string("entry", "sent")
        w.int64("number", number)
        w.int32("domain", Int32(domain ?? -1))
        w.binary("responseKey", key?.bytes ?? [])
        w.encoded("transaction", document: transaction.bytes)
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
        let domain = Int(try r.int32("domain"))
        let key = FieldKey(bytes: try r.binary("responseKey"))
        let transaction = Transaction(Array(document[try r.documentRange("transaction")]))
        return .sent(number, transaction, domain: domain < 0 ? nil : domain, responseKey: key)
      case "asked": return .asked(try r.int64("number"), issued: try r.datetime("issued"))
      case "event": return .event(try r.int64("number"), try OperationEvent.read(from: &r))
      case "learned": return .learned(try r.string("instance"), secret: try r.digest("secret"))
      default: throw BSONError(.badValue, at: place)
      }
    }
  }
}

extension FileID {
  /// A tenant client's only file.
  public static let tenantJournal = FileID(slot: 0)
}
