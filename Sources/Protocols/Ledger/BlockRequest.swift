/// A client's question for a whole block with its proof of acceptance: the first above `after` that holds a transaction for
/// the recipient. What it is answered needs nobody's word but the quorum's.
public struct BlockRequest: Hashable, Sendable {
  /// The client's own, by which it knows the answer again.
  public var number: Int64
  public var recipient: [UInt8]
  public var after: Int64

  public init(number: Int64, recipient: [UInt8], after: Int64) {
    self.number = number
    self.recipient = recipient
    self.after = after
  }

  func write(to writer: inout BSONWriter) {
    writer.int64("number", number)
    writer.binary("recipient", recipient)
    writer.int64("after", after)
  }

  static func read(from reader: inout BSONReader) throws(BSONError) -> BlockRequest {
    let number = try reader.int64("number")
    let recipient = try reader.binary("recipient")
    let place = reader.position
    let after = try reader.int64("after")
    guard after >= 0 else { throw BSONError(.badValue, at: place) }
    return BlockRequest(number: number, recipient: recipient, after: after)
  }
}
