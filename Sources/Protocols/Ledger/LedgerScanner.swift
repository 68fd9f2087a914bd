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
  private let known: KnownContents?

  public init(length: Int64, read: @escaping (Range<Int64>) -> [UInt8]) {
    self.length = length
    self.read = read
    known = nil
  }

  /// Goes through a file's contents, which start at 0. A block's content that is one piece there is shared, not copied.
  /// `known` spares hashing what other scanners with the same one met at the same height.
  public init(_ contents: ByteRope, knowing known: KnownContents? = nil) {
    length = Int64(contents.count)
    read = { contents.bytes($0) }
    self.known = known
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

  /// The record at the offset, its content not decoded; nil at the end or at damage, of which `next` says more.
  public mutating func nextOutline() -> LedgerOutline? {
    guard offset < length, case .intact(let outline) = outline(at: offset) else { return nil }
    offset += Int64(outline.size)
    return outline
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
    switch outline(at: start) {
    case .damaged(let reason): return .damaged(reason)
    case .intact(let outline):
      guard let content = try? BlockContent.decode(outline.content, hash: outline.contentHash) else {
        return .damaged(.malformedContent)
      }
      return .record(
        LedgerRecord(
          height: outline.height, offset: start, size: outline.size,
          block: Block(header: outline.header, content: content)))
    }
  }

  private enum FoundOutline {
    case intact(LedgerOutline)
    case damaged(LedgerDamage.Reason)
  }

  private func outline(at start: Int64) -> FoundOutline {
    let rest = length - start
    guard rest >= Int64(LedgerFrame.size) else { return .damaged(.shortFrame) }
    guard let frame = LedgerFrame(read(start..<start + Int64(LedgerFrame.size))) else { return .damaged(.badMagic) }
    guard Int64(frame.recordSize) <= rest else { return .damaged(.pastEnd) }
    let contentStart = start + Int64(LedgerFrame.size + frame.headerSize)
    // The frame once more: with it the header is the piece as it was appended, which is shared and not copied.
    let head = read(start..<contentStart)
    let headerBytes = head[LedgerFrame.size...]
    let content = read(contentStart..<contentStart + Int64(frame.contentSize))
    let contentHash = known?.digest(of: content, at: frame.height) ?? SHA256Hasher.digest(content)
    guard frame.matches(header: headerBytes, contentHash: contentHash) else { return .damaged(.badChecksum) }
    guard let header = try? BlockHeader.decode(head, in: headerBytes.indices) else { return .damaged(.malformedHeader) }
    return .intact(
      LedgerOutline(
        height: frame.height, offset: start, size: frame.recordSize, header: header, content: content,
        contentHash: contentHash))
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
