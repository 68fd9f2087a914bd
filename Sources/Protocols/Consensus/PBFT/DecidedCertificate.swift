/// Proof that a block was decided: what identifies it, with its proof of acceptance. It takes the place of a stable
/// checkpoint: one such certificate says all about the ledger up to its height.
public struct DecidedCertificate: Hashable, Sendable {
  /// 0 before the first block; then nothing else is set.
  public var height: Int64 = 0
  public var identifier: [UInt8] = []
  public var contentHash = Digest.zero
  public var proof: [Endorsement] = []

  public init() {}

  public init(_ block: Block, height: Int64) {
    self.height = height
    identifier = block.header.identifier
    contentHash = block.content.contentHash
    proof = block.header.proof
  }

  /// Charges each verification.
  func isValid(in membership: Membership, _ crypto: Cryptography, _ meter: inout Meter) -> Bool {
    guard height > 0 else { return self == DecidedCertificate() }
    let digest = Block.digest(identifier: identifier, contentHash: contentHash)
    return ProofRules(membership: membership).check(proof, of: digest, at: height, crypto, &meter) == nil
  }

  func write(_ key: BSONKey, to w: inout BSONWriter) {
    w.document(key) { w in
      w.int64("height", height)
      w.binary("identifier", identifier)
      w.binary("content", contentHash)
      Endorsement.write(proof, "proof", to: &w)
    }
  }

  static func read(_ key: BSONKey, from r: inout BSONReader) throws(BSONError) -> DecidedCertificate {
    try r.document(key) { r throws(BSONError) in
      var certificate = DecidedCertificate()
      certificate.height = try r.int64("height")
      certificate.identifier = try r.binary("identifier")
      certificate.contentHash = try r.digest("content")
      certificate.proof = try Endorsement.readAll("proof", from: &r)
      return certificate
    }
  }
}
