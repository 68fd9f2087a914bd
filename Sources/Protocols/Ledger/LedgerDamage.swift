/// Bytes of a ledger file that are no record where one is due.
public struct LedgerDamage: Hashable, Sendable {
  public enum Reason: String, Sendable {
    case shortFrame = "the file ends within a record's frame"
    case badMagic = "no record starts here"
    case pastEnd = "the record reaches past the end of the file"
    case malformedContent = "the content is not a block's content"
    case badChecksum = "the checksum does not match"
    case malformedHeader = "the header is not a block's header"
    case wrongHeight = "the height is not one more than the last"
    case wrongPrevious = "the block does not follow the one before it"
  }

  public var reason: Reason
  /// Where the record is due.
  public var offset: Int64
  /// Where the next intact record starts; nil if none follows, as after a write that a crash has torn.
  public var nextRecord: Int64?

  public var isTornTail: Bool { nextRecord == nil }
}
