import Vocabulary

/// A replica's chain of blocks: its head, and the index of its transactions. The blocks themselves are in the
/// replica's append-only file (docs/formats/ledger.md).
public struct Ledger {
  /// Where a block's record stands in the file.
  public struct Place: Hashable, Sendable {
    public var offset: Int64
    public var size: Int
  }

  public let file: FileID
  /// Height of the last block; 0 when there is none.
  public var height: Int64 { Int64(places.count) }
  /// The last block's identifier; empty when there is none.
  public private(set) var lastIdentifier: [UInt8] = []
  /// Bytes of the file, once all that was appended is written.
  public private(set) var fileSize: Int64 = 0
  /// By height, from 1.
  private var places: [Place] = []
  /// Where each transaction stands. Never iterated.
  private var spots: [Digest: Spot] = [:]
  /// The blocks that hold transactions for a recipient, ascending. Never iterated.
  private var blocksFor: [EncodedKey: [RecipientBlock]] = [:]
  /// Those of the blocks that hold public transactions.
  private var publicHeights: [Int64] = []

  /// A block that holds transactions for a recipient, and all of them up to there.
  private struct RecipientBlock {
    let height: Int64
    var history: RecipientHistory
  }

  /// Where a transaction stands in the chain.
  public struct Spot: Hashable, Sendable {
    public var height: Int64
    /// In its block, from 0.
    public var position: Int
  }

  /// An empty ledger.
  public init(file: FileID) { self.file = file }

  public func contains(_ transaction: Digest) -> Bool { spots[transaction] != nil }

  /// The height of the block that holds the transaction.
  public func height(of transaction: Digest) -> Int64? { spots[transaction]?.height }

  /// The block that holds the transaction, and its place there.
  public func spot(of transaction: Digest) -> Spot? { spots[transaction] }

  /// The height of the last block with a transaction for this public key, or with a public one if the key is empty, that
  /// is not above `limit`.
  public func lastHeight(for recipient: [UInt8], upTo limit: Int64) -> Int64? {
    guard !recipient.isEmpty else { return publicHeights.last { $0 <= limit } }
    return blocksFor[EncodedKey(recipient)]?.last { $0.height <= limit }?.height
  }

  /// The height of the first such block above `height`.
  public func nextHeight(for recipient: [UInt8], above height: Int64, upTo limit: Int64) -> Int64? {
    guard !recipient.isEmpty else { return next(in: publicHeights, above: height, upTo: limit) { $0 } }
    return next(in: blocksFor[EncodedKey(recipient)] ?? [], above: height, upTo: limit, \.height)?.height
  }

  /// The transactions for this public key up to the block at `height`, which must hold one of them.
  public func history(of recipient: [UInt8], at height: Int64) -> RecipientHistory? {
    let block = next(in: blocksFor[EncodedKey(recipient)] ?? [], above: height - 1, upTo: height, \.height)
    return block?.history
  }

  /// The first of some ascending entries whose height is above one, if it is not above the other.
  private func next<Entry>(
    in entries: [Entry], above height: Int64, upTo limit: Int64, _ heightOf: (Entry) -> Int64
  ) -> Entry? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if heightOf(entries[middle]) <= height { low = middle + 1 } else { high = middle }
    }
    guard low < entries.count, heightOf(entries[low]) <= limit else { return nil }
    return entries[low]
  }

  /// Where the record of the block at `height` stands in the file.
  public func place(at height: Int64) -> Place? {
    guard height >= 1, height <= self.height else { return nil }
    return places[Int(height - 1)]
  }

  /// Appends a decided block, which must follow the last one, and indexes its transactions. The block is durable once
  /// `ticket` has come back.
  public mutating func append(_ block: Block, ticket: DiskTicket, into effects: inout Effects) {
    precondition(
      block.content.previous == lastIdentifier,
      "block \(height + 1) does not follow block \(height): it names another predecessor")
    let header = block.header.bytes
    effects.meter.charge(.codecByte, header.count)
    effects.meter.charge(.hashByte, LedgerFrame.summedSize(headerSize: header.count))
    let chunks = LedgerRecord.chunks(height: height + 1, header: header, content: block.content)
    enter(block, size: chunks[0].count + chunks[1].count, &effects.meter)
    effects.append(.append(file, chunks))
    effects.append(.sync(file, ticket))
  }

  /// Rebuilds a ledger from the contents of its file: checks each record's checksum, height and link, and indexes the
  /// transactions. Signatures were checked before the blocks were written; `LedgerAudit` checks them again.
  /// Each of its blocks goes to `visit`, in order.
  public static func recover(
    from contents: ByteRope, file: FileID, _ meter: inout Meter, visit: (Block) -> Void = { _ in }
  ) -> LedgerRecovery {
    var ledger = Ledger(file: file)
    var lastBlock: Block?
    var scanner = LedgerScanner(contents)
    while true {
      let start = scanner.offset
      switch scanner.next() {
      case .end:
        return LedgerRecovery(ledger: ledger, lastBlock: lastBlock, intactBytes: ledger.fileSize, damage: nil)
      case .damage(let damage):
        return LedgerRecovery(ledger: ledger, lastBlock: lastBlock, intactBytes: ledger.fileSize, damage: damage)
      case .record(let record):
        meter.charge(.codecByte, record.size)
        meter.charge(.hashByte, record.size)
        if let reason = ledger.objection(to: record) {
          let damage = LedgerDamage(reason: reason, offset: start, nextRecord: scanner.offset)
          return LedgerRecovery(ledger: ledger, lastBlock: lastBlock, intactBytes: ledger.fileSize, damage: damage)
        }
        ledger.enter(record.block, size: record.size, &meter)
        visit(record.block)
        lastBlock = record.block
      }
    }
  }

  private func objection(to record: LedgerRecord) -> LedgerDamage.Reason? {
    guard record.height == height + 1 else { return .wrongHeight }
    guard record.block.content.previous == lastIdentifier else { return .wrongPrevious }
    return nil
  }

  private mutating func enter(_ block: Block, size: Int, _ meter: inout Meter) {
    places.append(Place(offset: fileSize, size: size))
    fileSize += Int64(size)
    lastIdentifier = block.header.identifier
    for (position, transaction) in block.content.transactions.enumerated() {
      spots[transaction.id] = Spot(height: height, position: position)
      guard let layout = transaction.layout else { continue }
      if layout.isEncrypted {
        enter(transaction.id, for: EncodedKey(Array(transaction.bytes[layout.recipient])))
      } else if publicHeights.last != height {
        publicHeights.append(height)
      }
    }
    meter.charge(.index, block.content.transactions.count)
  }

  /// A transaction of the last block.
  private mutating func enter(_ transaction: Digest, for recipient: EncodedKey) {
    let last = blocksFor[recipient]?.last
    var history = last?.history ?? RecipientHistory()
    history.append(transaction, at: height)
    if last?.height == height { blocksFor[recipient]!.removeLast() }
    blocksFor[recipient, default: []].append(RecipientBlock(height: height, history: history))
  }
}
