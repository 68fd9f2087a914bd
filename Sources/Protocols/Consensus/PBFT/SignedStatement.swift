/// Something that a member of a federation has signed: the bytes, and its signature on their SHA-256.
///
/// The bytes say by themselves what was signed (docs/formats/messages.md), so that a third party can hold what one member
/// signed against what else it signed, without the messages around it.
public struct SignedStatement: Hashable, Sendable {
  public let signed: [UInt8]
  public let signature: [UInt8]

  public init(signed: [UInt8], signature: [UInt8]) {
    self.signed = signed
    self.signature = signature
  }

  /// The vote's statement, made again.
  public init(_ vote: Protocols.Vote, in federation: FederationID) {
    signed = Endorsement.statementBytes(
      in: federation, phase: vote.phase, view: vote.view, height: vote.sequence, digest: vote.digest,
      accepted: vote.accepted)
    signature = vote.signature
  }

  public init(_ change: Protocols.ViewChange, in federation: FederationID) {
    signed = Protocols.ViewChange.statementBytes(
      in: federation, view: change.view, replica: change.replica, decided: change.decided, prepared: change.prepared)
    signature = change.signature
  }

  public init(_ newView: NewView, in federation: FederationID) {
    signed = NewView.statementBytes(
      in: federation, view: newView.view, replica: newView.replica, newView.viewChanges)
    signature = newView.signature
  }

  /// What a statement says.
  public enum Content: Hashable, Sendable {
    case vote(Vote)
    case viewChange(ViewChange)
    case newView(view: Int64, replica: Int)
  }

  /// A vote names no voter: that is who signed it.
  public struct Vote: Hashable, Sendable {
    public var phase: VotePhase
    public var view: Int64
    public var sequence: Int64
    public var digest: Digest
    public var accepted: Bool
  }

  public struct ViewChange: Hashable, Sendable {
    /// The view that is asked for.
    public var view: Int64
    public var replica: Int
    /// The last height that the member says is decided.
    public var decided: Int64
    /// What it says is prepared after that.
    public var prepared: PreparedCertificate?
  }

  /// Nil for bytes that are no statement in its one encoding.
  public var content: Content? { (try? read())?.content }

  /// Whose statement it is: members with the same keys may be two federations. Nil as with `content`.
  public var federation: FederationID? { (try? read())?.federation }

  private func read() throws(BSONError) -> (federation: FederationID, content: Content) {
    try BSONReader.decode(signed) { r throws(BSONError) in
      let phase = try r.string("phase")
      let federation = FederationID(try r.digest("federation"))
      return (federation, try SignedStatement.read(phase, from: &r))
    }
  }

  private static func read(_ phase: String, from r: inout BSONReader) throws(BSONError) -> Content {
    switch phase {
    case "view-change":
      let (view, replica) = (try r.int64("view"), try r.int32("replica"))
      let (decided, prepared) = try Protocols.ViewChange.readCertificates(from: &r)
      return .viewChange(
        ViewChange(view: view, replica: Int(replica), decided: decided.height, prepared: prepared))
    case "new-view":
      let (view, replica) = (try r.int64("view"), try r.int32("replica"))
      try r.array("view-changes") { r, index throws(BSONError) in _ = try r.binary(.index(index)) }
      return .newView(view: view, replica: Int(replica))
    case let name:
      guard let phase = VotePhase(rawValue: name) else { throw BSONError(.badValue, at: 0) }
      let (view, sequence) = (try r.int64("view"), try r.int64("height"))
      let (digest, accepted) = (try r.digest("digest"), try r.bool("accepted"))
      return .vote(Vote(phase: phase, view: view, sequence: sequence, digest: digest, accepted: accepted))
    }
  }

  /// Whether the member made the signature.
  public func isSigned(by member: PublicKey, _ cryptography: Cryptography) -> Bool {
    var meter = Meter()
    return cryptography.verify(signature, of: SHA256Hasher.digest(signed), by: member, &meter)
  }
}
