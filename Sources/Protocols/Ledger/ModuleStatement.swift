/// What a module says under its signature, so that a client can stop caring about something without believing the channel.
/// Each is true for good once it is true: it needs no freshness, and may be repeated by anybody.
public enum ModuleStatement: Hashable, Sendable {
  /// The transactions for a public key, in the blocks up to this height, are those of the history. There is one in that block.
  case history(recipient: [UInt8], height: Int64, RecipientHistory)
  /// The transaction is in the ledger.
  case included(Digest)
  /// The module has refused the transaction, and would again.
  case refused(Digest, DropReason)

  private enum Name: String {
    case history
    case included
    case refused
  }

  /// What is signed: the SHA-256 of the statement with the federation in which it is made.
  public func digest(in federation: FederationID) -> Digest {
    SHA256Hasher.digest(
      BSONWriter.encode(reserving: 512) { w in
        w.binary("federation", federation.digest)
        writeFields(to: &w)
      })
  }

  func write(_ key: BSONKey, to writer: inout BSONWriter) {
    writer.document(key) { writeFields(to: &$0) }
  }

  private func writeFields(to w: inout BSONWriter) {
    switch self {
    case .history(let recipient, let height, let history):
      w.string("says", Name.history.rawValue)
      w.binary("recipient", recipient)
      w.int64("height", height)
      w.binary("history", history.digest)
    case .included(let id):
      w.string("says", Name.included.rawValue)
      w.binary("id", id)
    case .refused(let id, let reason):
      w.string("says", Name.refused.rawValue)
      w.binary("id", id)
      w.string("reason", reason.rawValue)
    }
  }

  static func read(_ key: BSONKey, from reader: inout BSONReader) throws(BSONError) -> ModuleStatement {
    try reader.document(key) { r throws(BSONError) in
      let place = r.position
      guard let name = Name(rawValue: try r.string("says")) else { throw BSONError(.badValue, at: place) }
      switch name {
      case .history:
        let recipient = try r.binary("recipient")
        let place = r.position
        let height = try r.int64("height")
        guard height > 0 else { throw BSONError(.badValue, at: place) }
        return .history(recipient: recipient, height: height, RecipientHistory(digest: try r.digest("history")))
      case .included: return .included(try r.digest("id"))
      case .refused:
        let id = try r.digest("id")
        let place = r.position
        guard let reason = DropReason(rawValue: try r.string("reason")) else { throw BSONError(.badValue, at: place) }
        return .refused(id, reason)
      }
    }
  }
}
