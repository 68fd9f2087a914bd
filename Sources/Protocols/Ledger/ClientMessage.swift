/// What clients and a module's transaction inclusion and query services say to each other (paper 3.3.1).
public enum ClientMessage {
  /// Transactions that a client, or a module that is not the primary, hands in.
  case submit([Transaction])
  /// What became of one: filed for a block, or refused.
  case receipt(Digest, refused: DropReason?)
  /// Asks where a transaction is.
  case lookup(Digest)
  /// The height of its block; 0 if it is in none.
  case found(Digest, height: Int64)
  /// A backup's oldest transaction, which has waited for long: for the primary's next block, be its list ever so full.
  case urge(Transaction)
  /// Asks for transactions.
  case read(ReadRequest)
  /// The transactions that were asked for.
  case answer(ReadAnswer)
  /// Asks a module to sign a statement.
  case attest(ModuleStatement)
  /// The statement with the module's signature; empty if the module does not know it to be true.
  case attestation(ModuleStatement, signature: [UInt8])
  /// Asks for a block with its proof of acceptance.
  case readBlock(BlockRequest)
  /// The block that was asked for.
  case block(BlockAnswer)

  /// The first field of every message. Numbers below 16 belong to clients, the others to the consensus protocols.
  public enum Kind: Int32, CaseIterable, Sendable {
    case submit = 1
    case receipt = 2
    case lookup = 3
    case found = 4
    case urge = 5
    case read = 6
    case answer = 7
    case attest = 8
    case attestation = 9
    case readBlock = 10
    case block = 11
  }

  public var kind: Kind {
    switch self {
    case .submit: .submit
    case .receipt: .receipt
    case .lookup: .lookup
    case .found: .found
    case .urge: .urge
    case .read: .read
    case .answer: .answer
    case .attest: .attest
    case .attestation: .attestation
    case .readBlock: .readBlock
    case .block: .block
    }
  }

  /// The message as a BSON document.
  public var bytes: [UInt8] {
    BSONWriter.encode(reserving: 128) { w in
      w.int32("kind", kind.rawValue)
      switch self {
      case .submit(let transactions):
        w.reserve(transactions.reduce(64) { $0 + $1.bytes.count + 12 })
        Self.write(transactions, to: &w)
      case .receipt(let id, let refused):
        w.binary("id", id)
        w.string("refused", refused?.rawValue ?? "")
      case .lookup(let id):
        w.binary("id", id)
      case .found(let id, let height):
        w.binary("id", id)
        w.int64("height", height)
      case .urge(let transaction):
        w.reserve(transaction.bytes.count + 64)
        w.encoded("transaction", document: transaction.bytes)
      case .read(let request):
        request.write(to: &w)
      case .answer(let answer):
        answer.write(to: &w)
      case .attest(let statement):
        statement.write("statement", to: &w)
      case .attestation(let statement, let signature):
        statement.write("statement", to: &w)
        w.binary("signature", signature)
      case .readBlock(let request):
        request.write(to: &w)
      case .block(let answer):
        answer.write(to: &w)
      }
    }
  }

  public static func decode(_ bytes: [UInt8]) throws(BSONError) -> ClientMessage {
    try BSONReader.decode(bytes) { r throws(BSONError) in
      let place = r.position
      guard let kind = Kind(rawValue: try r.int32("kind")) else { throw BSONError(.badValue, at: place) }
      switch kind {
      case .submit:
        return .submit(try readTransactions(from: &r))
      case .receipt:
        return .receipt(try r.digest("id"), refused: try readRefusal(from: &r))
      case .lookup:
        return .lookup(try r.digest("id"))
      case .found:
        let id = try r.digest("id")
        let place = r.position
        let height = try r.int64("height")
        guard height >= 0 else { throw BSONError(.badValue, at: place) }
        return .found(id, height: height)
      case .urge:
        let place = try r.documentRange("transaction")
        return .urge(Transaction(Array(bytes[place])))
      case .read:
        return .read(try ReadRequest.read(from: &r))
      case .answer:
        return .answer(try ReadAnswer.read(from: &r))
      case .attest:
        return .attest(try ModuleStatement.read("statement", from: &r))
      case .attestation:
        let statement = try ModuleStatement.read("statement", from: &r)
        return .attestation(statement, signature: try r.binary("signature"))
      case .readBlock:
        return .readBlock(try BlockRequest.read(from: &r))
      case .block:
        return .block(try BlockAnswer.read(from: &r))
      }
    }
  }

  static func write(_ transactions: [Transaction], to writer: inout BSONWriter) {
    writer.array("transactions") { w in
      for (index, transaction) in transactions.enumerated() {
        w.encoded(.index(index), document: transaction.bytes)
      }
    }
  }

  static func readTransactions(from reader: inout BSONReader) throws(BSONError) -> [Transaction] {
    var transactions: [Transaction] = []
    try reader.array("transactions") { r, index throws(BSONError) in
      let place = try r.documentRange(.index(index))
      transactions.append(Transaction(Array(r.bytes[place])))
    }
    return transactions
  }

  static func readRefusal(from reader: inout BSONReader) throws(BSONError) -> DropReason? {
    let place = reader.position
    let name = try reader.string("refused")
    guard !name.isEmpty else { return nil }
    guard let reason = DropReason(rawValue: name) else { throw BSONError(.badValue, at: place) }
    return reason
  }
}
