/// A block as one replica holds it: its own header, and the content that all replicas share.
public final class Block {
  public let header: BlockHeader
  public let content: BlockContent

  public init(header: BlockHeader, content: BlockContent) {
    self.header = header
    self.content = content
  }

  /// What votes are about: it binds the identifier as well as the content, since a signer can make several valid
  /// signatures of one content, and the next block names one of them.
  public private(set) lazy var digest = Block.digest(identifier: header.identifier, contentHash: content.contentHash)

  /// SHA-256(identifier ‖ content hash).
  public static func digest(identifier: [UInt8], contentHash: Digest) -> Digest {
    var hasher = SHA256Hasher()
    hasher.update(identifier)
    hasher.update(contentHash)
    return hasher.finish()
  }

  /// The block as one BSON document, `{header, content}`, as messages carry it.
  public var bytes: [UInt8] {
    BSONWriter.encode(reserving: content.bytes.count + 1_024) { w in
      header.write("header", to: &w)
      w.encoded("content", document: content.bytes)
    }
  }

  public static func decode(_ bytes: [UInt8]) throws(BSONError) -> Block {
    try BSONReader.decode(bytes) { r throws(BSONError) in
      let header = try BlockHeader.read("header", from: &r)
      let content = try r.documentRange("content")
      return Block(header: header, content: try BlockContent.decode(Array(bytes[content])))
    }
  }
}
