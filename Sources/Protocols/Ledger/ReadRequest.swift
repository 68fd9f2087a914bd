/// A client's question to the query service (crb-smb 3.3.1).
public struct ReadRequest: Hashable, Sendable {
  /// The client's own, by which it knows the answer again.
  public var number: Int64
  public var query: LedgerQuery

  public init(number: Int64, query: LedgerQuery) {
    self.number = number
    self.query = query
  }

  /// `id` is empty in a question by recipient; `recipient` is empty, `after` 0 and `first` false in one by id.
  /// `first`: of the blocks above `after` the first is meant, not the last.
  func write(to writer: inout BSONWriter) {
    writer.int64("number", number)
    switch query {
    case .transaction(let id):
      writer.binary("id", id)
      writer.binary("recipient", [])
      writer.int64("after", 0)
      writer.bool("first", false)
    case .latest(let recipient, let after):
      writer.binary("id", [])
      writer.binary("recipient", recipient)
      writer.int64("after", after)
      writer.bool("first", false)
    case .next(let recipient, let after):
      writer.binary("id", [])
      writer.binary("recipient", recipient)
      writer.int64("after", after)
      writer.bool("first", true)
    }
  }

  static func read(from reader: inout BSONReader) throws(BSONError) -> ReadRequest {
    let number = try reader.int64("number")
    let id = try reader.binaryRange("id")
    let place = reader.position
    let recipient = try reader.binary("recipient")
    let after = try reader.int64("after")
    let first = try reader.bool("first")
    guard !id.isEmpty else {
      guard after >= 0 else { throw BSONError(.badValue, at: place) }
      guard first else { return ReadRequest(number: number, query: .latest(recipient: recipient, after: after)) }
      return ReadRequest(number: number, query: .next(recipient: recipient, after: after))
    }
    guard id.count == Digest.byteCount else { throw BSONError(.badLength, at: id.lowerBound) }
    guard recipient.isEmpty, after == 0, !first else { throw BSONError(.badValue, at: place) }
    let digest = reader.bytes.withUnsafeBytes { Digest(reading: $0.baseAddress! + id.lowerBound) }
    return ReadRequest(number: number, query: .transaction(digest))
  }
}
