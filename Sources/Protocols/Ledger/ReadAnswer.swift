/// What the query service answers: a set of transactions, even an empty one (crb-smb 3.3.2).
public struct ReadAnswer {
  /// The question's.
  public var number: Int64
  /// Of the block that holds the transactions; 0 when there are none.
  public var height: Int64
  public var transactions: [Transaction]
  /// Why there is no answer.
  public var refused: DropReason?

  public init(number: Int64, height: Int64 = 0, transactions: [Transaction] = [], refused: DropReason? = nil) {
    self.number = number
    self.height = height
    self.transactions = transactions
    self.refused = refused
  }

  func write(to writer: inout BSONWriter) {
    writer.reserve(transactions.reduce(128) { $0 + $1.bytes.count + 12 })
    writer.int64("number", number)
    writer.string("refused", refused?.rawValue ?? "")
    writer.int64("height", height)
    ClientMessage.write(transactions, to: &writer)
  }

  static func read(from reader: inout BSONReader) throws(BSONError) -> ReadAnswer {
    let number = try reader.int64("number")
    let refused = try ClientMessage.readRefusal(from: &reader)
    let place = reader.position
    let height = try reader.int64("height")
    guard height >= 0 else { throw BSONError(.badValue, at: place) }
    let transactions = try ClientMessage.readTransactions(from: &reader)
    return ReadAnswer(number: number, height: height, transactions: transactions, refused: refused)
  }
}
