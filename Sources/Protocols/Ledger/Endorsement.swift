/// One entry of a block's proof (paper 3.5): a participant, its signature on the block, its decision.
public struct Endorsement: Hashable, Sendable {
  /// The participant's public key: SubjectPublicKeyInfo, DER.
  public var participant: [UInt8]
  /// By the participant, on `statement(in:phase: .commit, ...)`.
  public var signature: [UInt8]
  public var decision: Decision

  public init(participant: [UInt8], signature: [UInt8], decision: Decision) {
    self.participant = participant
    self.signature = signature
    self.decision = decision
  }

  /// What a participant signs to vote: the SHA-256 of a small document that names the phase, the federation, the view, the
  /// block by its digest, and the decision, so that no vote can pass for another.
  public static func statement(
    in federation: FederationID, phase: VotePhase, view: Int64, height: Int64, digest: Digest, accepted: Bool
  ) -> Digest {
    SHA256Hasher.digest(
      statementBytes(
        in: federation, phase: phase, view: view, height: height, digest: digest, accepted: accepted))
  }

  /// `statement`, charged as encoding and hashing.
  public static func statement(
    in federation: FederationID, phase: VotePhase, view: Int64, height: Int64, digest: Digest, accepted: Bool,
    _ meter: inout Meter
  ) -> Digest {
    let bytes = statementBytes(
      in: federation, phase: phase, view: view, height: height, digest: digest, accepted: accepted)
    meter.charge(.codecByte, bytes.count)
    meter.charge(.hashByte, bytes.count)
    return SHA256Hasher.digest(bytes)
  }

  /// Bytes of a statement of the phase, as encoded for signing.
  static func statementSize(_ phase: VotePhase) -> Int {
    switch phase {
    case .prePrepare: prePrepareSize
    case .prepare: prepareSize
    case .commit: commitSize
    }
  }

  private static let prePrepareSize = anyStatement(.prePrepare).count
  private static let prepareSize = anyStatement(.prepare).count
  private static let commitSize = anyStatement(.commit).count

  /// All statements of a phase have one size.
  private static func anyStatement(_ phase: VotePhase) -> [UInt8] {
    statementBytes(in: FederationID(.zero), phase: phase, view: 0, height: 0, digest: .zero, accepted: true)
  }

  static func statementBytes(
    in federation: FederationID, phase: VotePhase, view: Int64, height: Int64, digest: Digest, accepted: Bool
  ) -> [UInt8] {
    BSONWriter.encode(reserving: 160) { w in
      w.string("phase", phase.rawValue)
      w.binary("federation", federation.digest)
      w.int64("view", view)
      w.int64("height", height)
      w.binary("digest", digest)
      w.bool("accepted", accepted)
    }
  }

  func write(_ key: BSONKey, to writer: inout BSONWriter) {
    writer.document(key) { w in
      w.binary("participant", participant)
      w.binary("signature", signature)
      w.document("decision") { w in
        w.bool("accepted", decision.accepted)
        w.int64("view", decision.view)
      }
    }
  }

  static func read(_ key: BSONKey, from reader: inout BSONReader) throws(BSONError) -> Endorsement {
    try reader.document(key) { r throws(BSONError) in
      Endorsement(
        participant: try r.binary("participant"),
        signature: try r.binary("signature"),
        decision: try r.document("decision") { r throws(BSONError) in
          Decision(accepted: try r.bool("accepted"), view: try r.int64("view"))
        })
    }
  }

  /// A list of them: certificates and proofs.
  static func write(_ list: [Endorsement], _ key: BSONKey, to writer: inout BSONWriter) {
    writer.array(key) { w in
      for (index, entry) in list.enumerated() { entry.write(.index(index), to: &w) }
    }
  }

  static func readAll(_ key: BSONKey, from reader: inout BSONReader) throws(BSONError) -> [Endorsement] {
    var list: [Endorsement] = []
    try reader.array(key) { r, index throws(BSONError) in list.append(try read(.index(index), from: &r)) }
    return list
  }
}
