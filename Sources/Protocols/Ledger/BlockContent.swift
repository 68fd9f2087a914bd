/// The content of a block (paper 3.5): what its identifier signs. Immutable, and shared by all replicas that hold the
/// block; what one of them finds out about it is kept for the others.
public final class BlockContent {
  /// The one BSON encoding, which the identifier signs.
  public let bytes: [UInt8]
  /// SHA-256 of `bytes`.
  public let contentHash: Digest
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public let timestamp: Int64
  /// Public key of the module that proposed the block: SubjectPublicKeyInfo, DER.
  public let signer: [UInt8]
  /// The previous block's identifier; empty in the first block.
  public let previous: [UInt8]
  public let transactions: [Transaction]
  /// Kept by `BlockRules`.
  var verdict: BlockRules.Verdict?

  private init(
    bytes: [UInt8], hash: Digest, timestamp: Int64, signer: [UInt8], previous: [UInt8], transactions: [Transaction]
  ) {
    self.bytes = bytes
    contentHash = hash
    self.timestamp = timestamp
    self.signer = signer
    self.previous = previous
    self.transactions = transactions
  }

  /// Encodes and hashes a new block's content, charged as both.
  public convenience init(
    timestamp: Int64, signer: [UInt8], previous: [UInt8], transactions: [Transaction], _ meter: inout Meter
  ) {
    let size = Self.size(signer: signer.count, previous: previous.count, transactions: transactions)
    let bytes = BSONWriter.encode(reserving: size) { w in
      w.datetime("timestamp", milliseconds: timestamp)
      w.binary("signer", signer)
      w.binary("previous", previous)
      w.array("transactions") { w in
        for (index, transaction) in transactions.enumerated() {
          w.encoded(.index(index), document: transaction.bytes)
        }
      }
    }
    meter.charge(.codecByte, bytes.count)
    meter.charge(.hashByte, bytes.count)
    self.init(
      bytes: bytes, hash: SHA256Hasher.digest(bytes), timestamp: timestamp, signer: signer, previous: previous,
      transactions: transactions)
  }

  /// Reads a content document; its transactions are not checked here, but by `TransactionRules`. Charges nothing: who
  /// decodes the message around it does.
  public static func decode(_ bytes: [UInt8]) throws(BSONError) -> BlockContent {
    try decode(bytes, hash: SHA256Hasher.digest(bytes))
  }

  /// `decode` of bytes whose SHA-256 is known.
  static func decode(_ bytes: [UInt8], hash: Digest) throws(BSONError) -> BlockContent {
    try BSONReader.decode(bytes) { r throws(BSONError) in
      let timestamp = try r.datetime("timestamp")
      let signer = try r.binary("signer")
      let previous = try r.binary("previous")
      var transactions: [Transaction] = []
      try r.array("transactions") { r, index throws(BSONError) in
        let place = try r.documentRange(.index(index))
        transactions.append(Transaction(Array(r.bytes[place])))
      }
      return BlockContent(
        bytes: bytes, hash: hash, timestamp: timestamp, signer: signer, previous: previous, transactions: transactions)
    }
  }

  /// Encoded bytes of a content with these transactions.
  static func size(signer: Int, previous: Int, transactions: [Transaction]) -> Int {
    var elements = 0
    for (index, transaction) in transactions.enumerated() {
      elements += BSONSize.element(.index(index), transaction.bytes.count)
    }
    return size(signer: signer, previous: previous, transactionElements: elements)
  }

  /// Encoded bytes of a content whose transaction list has `transactionElements` bytes of elements.
  public static func size(signer: Int, previous: Int, transactionElements: Int) -> Int {
    BSONSize.document(
      BSONSize.element("timestamp", BSONSize.datetime)
        + BSONSize.element("signer", BSONSize.binary(signer))
        + BSONSize.element("previous", BSONSize.binary(previous))
        + BSONSize.element("transactions", BSONSize.document(transactionElements)))
  }
}
