/// One block of a ledger file, and where it stands.
public struct LedgerRecord {
  public var height: Int64
  /// Of the record's first byte in the file.
  public var offset: Int64
  public var size: Int
  public var block: Block

  /// The chunks of the record of a block: the frame with the header, and the content as all replicas share it.
  public static func chunks(height: Int64, header: [UInt8], content: BlockContent) -> [[UInt8]] {
    let frame = LedgerFrame(
      height: height, header: header[...], contentSize: content.bytes.count, contentHash: content.contentHash)
    var first: [UInt8] = []
    first.reserveCapacity(LedgerFrame.size + header.count)
    first.append(contentsOf: frame.bytes)
    first.append(contentsOf: header)
    return [first, content.bytes]
  }
}
