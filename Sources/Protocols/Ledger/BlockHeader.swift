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
    writer.array("proof") { w in
      for (index, endorsement) in proof.enumerated() { endorsement.write(.index(index), to: &w) }
    }
  }

  public static func decode(_ bytes: [UInt8], in range: Range<Int>) throws(BSONError) -> BlockHeader {
    try BSONReader.decode(bytes, in: range) { r throws(BSONError) in try readFields(from: &r) }
  }

  static func read(_ key: BSONKey, from reader: inout BSONReader) throws(BSONError) -> BlockHeader {
    try reader.document(key) { r throws(BSONError) in try readFields(from: &r) }
  }

  private static func readFields(from reader: inout BSONReader) throws(BSONError) -> BlockHeader {
    let identifier = try reader.binary("identifier")
    var proof: [Endorsement] = []
    try reader.array("proof") { r, index throws(BSONError) in
      proof.append(try Endorsement.read(.index(index), from: &r))
    }
    return BlockHeader(identifier: identifier, proof: proof)
  }
}
