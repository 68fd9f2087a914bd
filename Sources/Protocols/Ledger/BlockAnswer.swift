/// What the query service answers to a question for a block.
public struct BlockAnswer {
  /// The question's.
  public var number: Int64
  /// Of the block; 0 when there is none.
  public var height: Int64
  public var block: Block?
  /// Why there is no answer.
  public var refused: DropReason?

  public init(number: Int64, height: Int64 = 0, block: Block? = nil, refused: DropReason? = nil) {
    self.number = number
    self.height = height
    self.block = block
    self.refused = refused
  }

  func write(to writer: inout BSONWriter) {
    writer.int64("number", number)
    writer.string("refused", refused?.rawValue ?? "")
    writer.int64("height", height)
    if let block {
      let bytes = block.bytes
      writer.reserve(bytes.count + 64)
      writer.encoded("block", document: bytes)
    } else {
      writer.null("block")
    }
  }

  static func read(from reader: inout BSONReader) throws(BSONError) -> BlockAnswer {
    let number = try reader.int64("number")
    let refused = try ClientMessage.readRefusal(from: &reader)
    let place = reader.position
    let height = try reader.int64("height")
    guard height >= 0 else { throw BSONError(.badValue, at: place) }
    guard try reader.nextType() == .document else {
      try reader.null("block")
      guard height == 0 else { throw BSONError(.badValue, at: place) }
      return BlockAnswer(number: number, refused: refused)
    }
    guard height > 0 else { throw BSONError(.badValue, at: place) }
    let block = try Block.decode(Array(reader.bytes[try reader.documentRange("block")]))
    return BlockAnswer(number: number, height: height, block: block, refused: refused)
  }
}
