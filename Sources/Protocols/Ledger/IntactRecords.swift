/// Records of one ledger whose checksums were computed and hold: bytes that are the same are not hashed again. Changes
/// speed only; who reads a record is charged for its checksum each time.
struct IntactRecords {
  private struct Record {
    let head: [UInt8]
    let content: [UInt8]
  }

  private static let limit = 1_024

  /// By height. Never iterated.
  private var known: [Int64: Record] = [:]

  /// Whether the frame's checksum is that of a record's bytes: `head` is the frame with the header. Comparing what is one
  /// piece of memory takes no time.
  mutating func isIntact(_ head: [UInt8], _ content: [UInt8], _ frame: LedgerFrame) -> Bool {
    if let record = known[frame.height], record.head == head, record.content == content { return true }
    let header = head[LedgerFrame.size...]
    guard frame.matches(header: header, contentHash: SHA256Hasher.digest(content)) else { return false }
    if known.count >= Self.limit { known = [:] }
    known[frame.height] = Record(head: head, content: content)
    return true
  }
}
