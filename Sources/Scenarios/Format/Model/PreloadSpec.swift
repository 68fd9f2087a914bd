import Vocabulary

/// Blocks that every module's ledger holds at the start.
public struct PreloadSpec: Hashable, Sendable {
  public var blocks: Int
  /// Encoded transactions in each: as many as fit, and one at the least.
  public var blockData: ByteCount
}
