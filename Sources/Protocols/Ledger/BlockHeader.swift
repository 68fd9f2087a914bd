/// What identifies a block and proves its acceptance (paper 3.5). Replicas of one block may hold different proofs.
public struct BlockHeader: Hashable, Sendable {
  /// The signer's signature on the SHA-256 of the content's bytes.
  public var identifier: [UInt8]
  public var proof: [Endorsement]

  public init(identifier: [UInt8], proof: [Endorsement]) {
    self.identifier = identifier
    self.proof = proof
  }

  /// The header as a BSON document.
  public var bytes: [UInt8] {
    let entries = proof.reduce(0) { $0 + $1.participant.count + $1.signature.count + 96 }
    return BSONWriter.encode(reserving: identifier.count + entries + 64) { writeFields(to: &$0) }
  }

  func write(_ key: BSONKey, to writer: inout BSONWriter) {
    writer.document(key) { writeFields(to: &$0) }
  }

  private func writeFields(to writer: inout BSONWriter) {
    writer.binary("identifier", identifier)
    Endorsement.write(proof, "proof", to: &writer)
  }

  public static func decode(_ bytes: [UInt8], in range: Range<Int>) throws(BSONError) -> BlockHeader {
    try BSONReader.decode(bytes, in: range) { r throws(BSONError) in try readFields(from: &r) }
  }

  static func read(_ key: BSONKey, from reader: inout BSONReader) throws(BSONError) -> BlockHeader {
    try reader.document(key) { r throws(BSONError) in try readFields(from: &r) }
  }

  private static func readFields(from reader: inout BSONReader) throws(BSONError) -> BlockHeader {
    let identifier = try reader.binary("identifier")
    return BlockHeader(identifier: identifier, proof: try Endorsement.readAll("proof", from: &reader))
  }
}
