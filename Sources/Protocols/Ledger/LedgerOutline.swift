/// A record of a ledger file whose checksum holds, its content not decoded.
public struct LedgerOutline {
  public var height: Int64
  /// Of the record's first byte in the file.
  public var offset: Int64
  public var size: Int
  public var header: BlockHeader
  public var content: [UInt8]
  var contentHash: Digest

  /// The block's.
  public var digest: Digest { Block.digest(identifier: header.identifier, contentHash: contentHash) }

  /// The block, decoded; nil when its content has not the form.
  public var block: Block? {
    (try? BlockContent.decode(content, hash: contentHash)).map { Block(header: header, content: $0) }
  }
}
