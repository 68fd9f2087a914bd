import Vocabulary

/// A block's content as the disk gave it back: known to be intact, and decoded only as far as somebody looks.
struct StoredBlock {
  private let content: [UInt8]
  /// The frame, and the header behind it.
  private let head: [UInt8]

  /// Nil unless the bytes are the whole record of the block at `height`, as it was written. Charges hashing all of them.
  init?(_ record: ByteRope, at height: Int64, known: inout IntactRecords, _ meter: inout Meter) {
    guard record.count >= LedgerFrame.size else { return nil }
    guard let frame = LedgerFrame(record.bytes(0..<Int64(LedgerFrame.size))) else { return nil }
    guard frame.height == height, frame.recordSize == record.count else { return nil }
    meter.charge(.hashByte, LedgerFrame.summedSize(headerSize: frame.headerSize) + frame.contentSize)
    let middle = Int64(LedgerFrame.size + frame.headerSize)
    head = record.bytes(0..<middle)
    content = record.bytes(middle..<Int64(record.count))
    guard known.isIntact(head, content, frame) else { return nil }
  }

  /// All of it, decoded, as it is given to whoever wants its proof; nil when it has not the form.
  func block(_ meter: inout Meter) -> Block? {
    meter.charge(.codecByte, head.count + content.count)
    guard let header = try? BlockHeader.decode(head, in: LedgerFrame.size..<head.count) else { return nil }
    guard let content = try? BlockContent.decode(content) else { return nil }
    return Block(header: header, content: content)
  }

  /// The transaction at a position, from 0; nil when there is none. Charges decoding what stands before it, and it.
  func transaction(at position: Int, _ meter: inout Meter) -> Transaction? {
    var found: Transaction?
    read(&meter) { place, index in
      guard index == position else { return false }
      found = Transaction(Array(content[place]))
      return true
    }
    return found
  }

  /// Those for a public key, or the public ones if it is empty. Charges decoding the block.
  func transactions(for recipient: [UInt8], _ meter: inout Meter) -> [Transaction] {
    var found: [Transaction] = []
    read(&meter) { place, _ in
      let transaction = Transaction(Array(content[place]))
      if let layout = transaction.layout, transaction.bytes[layout.recipient].elementsEqual(recipient) {
        found.append(transaction)
      }
      return false
    }
    return found
  }

  /// Goes through the transactions until `body` has what it wants.
  private func read(_ meter: inout Meter, _ body: (Range<Int>, Int) -> Bool) {
    var passed = content.count
    try? BSONReader.decode(content) { r throws(BSONError) in
      _ = try r.datetime("timestamp")
      _ = try r.binaryRange("signer")
      _ = try r.binaryRange("previous")
      try r.search(
        "transactions",
        until: { r, index throws(BSONError) in
          let place = try r.documentRange(.index(index))
          guard body(place, index) else { return false }
          passed = place.upperBound
          return true
        })
    }
    meter.charge(.codecByte, passed)
  }
}
