import Vocabulary

/// Reads the records of a ledger file one after another, wherever the bytes come from.
public struct LedgerScanner {
  public enum Step {
    case record(LedgerRecord)
    /// No intact record stands at the scanner's offset. `skip` goes to the next one.
    case damage(LedgerDamage)
    case end
  }

  /// Where the next record is due.
  public private(set) var offset: Int64 = 0
  private let length: Int64
  /// Gives the bytes of a range of the file; fewer if the file has shrunk since.
  private let read: (Range<Int64>) -> [UInt8]

  public init(length: Int64, read: @escaping (Range<Int64>) -> [UInt8]) {
    self.length = length
    self.read = read
  }

  /// Goes through a file's contents, which start at 0. A block's content that is one piece there is shared, not copied.
  public init(_ contents: ByteRope) {
    self.init(length: Int64(contents.count)) { contents.bytes($0) }
  }

  public mutating func next() -> Step {
    guard offset < length else { return .end }
    switch record(at: offset) {
    case .record(let record):
      offset += Int64(record.size)
      return .record(record)
    case .damaged(let reason):
      return .damage(LedgerDamage(reason: reason, offset: offset, nextRecord: recordStart(after: offset)))
    }
  }

  /// The record at the offset; nil at the end or at damage. Searches for nothing: the work is linear in the bytes, whoever
  /// sent them.
  mutating func nextIntact() -> LedgerRecord? {
    guard offset < length, case .record(let record) = record(at: offset) else { return nil }
    offset += Int64(record.size)
    return record
  }

  /// Goes to the next intact record after damage; false if there is none.
  public mutating func skip(_ damage: LedgerDamage) -> Bool {
    guard let next = damage.nextRecord else { return false }
    offset = next
    return true
  }

  private enum Found {
    case record(LedgerRecord)
    case damaged(LedgerDamage.Reason)
  }

  private func record(at start: Int64) -> Found {
    let rest = length - start
    guard rest >= Int64(LedgerFrame.size) else { return .damaged(.shortFrame) }
    guard let frame = LedgerFrame(read(start..<start + Int64(LedgerFrame.size))) else { return .damaged(.badMagic) }
    guard Int64(frame.recordSize) <= rest else { return .damaged(.pastEnd) }
    let headerStart = start + Int64(LedgerFrame.size)
    let contentStart = headerStart + Int64(frame.headerSize)
    let header = read(headerStart..<contentStart)
    let contentBytes = read(contentStart..<contentStart + Int64(frame.contentSize))
    guard frame.matches(header: header[...], contentHash: SHA256Hasher.digest(contentBytes)) else {
      return .damaged(.badChecksum)
    }
    guard let header = try? BlockHeader.decode(header, in: 0..<header.count) else { return .damaged(.malformedHeader) }
    guard let content = try? BlockContent.decode(contentBytes) else { return .damaged(.malformedContent) }
    return .record(
      LedgerRecord(
        height: frame.height, offset: start, size: frame.recordSize, block: Block(header: header, content: content)))
  }

  /// The first intact record that starts after `start`.
  private func recordStart(after start: Int64) -> Int64? {
    let window: Int64 = 1 << 20
    let overlap = Int64(LedgerFrame.magic.count - 1)
    var from = start + 1
    while from < length {
      let bytes = read(from..<min(length, from + window + overlap))
      var index = 0
      while index < bytes.count, index < Int(window) {
        if bytes[index] == LedgerFrame.magic[0], bytes[index...].starts(with: LedgerFrame.magic) {
          if case .record = record(at: from + Int64(index)) { return from + Int64(index) }
        }
        index += 1
      }
      from += window
    }
    return nil
  }
}
