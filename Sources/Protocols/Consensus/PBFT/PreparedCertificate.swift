/// Proof that a block was prepared in a view: the pre-prepare of the view's primary and prepares of a quorum with it
/// (Castro and Liskov 1999, 4.2).
public struct PreparedCertificate: Hashable, Sendable {
  public let view: Int64
  public let sequence: Int64
  /// The block's.
  public let digest: Digest
  public let votes: [Endorsement]

  public init(view: Int64, sequence: Int64, digest: Digest, votes: [Endorsement]) {
    self.view = view
    self.sequence = sequence
    self.digest = digest
    self.votes = votes
  }

  /// Whether a quorum of distinct members accepted the block in that view. Charges each verification.
  func isValid(
    in membership: Membership, _ leaders: LeaderSchedule, _ crypto: Cryptography, _ meter: inout Meter
  ) -> Bool {
    guard view >= 0, votes.count >= membership.quorum, votes.count <= membership.count else { return false }
    let primary = leaders.primary(of: view, among: membership.count)
    var seen = [Bool](repeating: false, count: membership.count)
    for vote in votes {
      guard let member = membership.index(of: vote.participant), !seen[member] else { return false }
      seen[member] = true
      guard vote.decision == Decision(accepted: true, view: view) else { return false }
      let statement = Endorsement.statement(
        in: membership.federation, phase: member == primary ? .prePrepare : .prepare, view: view, height: sequence,
        digest: digest, accepted: true, &meter)
      guard crypto.verify(vote.signature, of: statement, by: membership.members[member], &meter) else { return false }
    }
    return true
  }

  func write(_ key: BSONKey, to w: inout BSONWriter) {
    w.document(key) { w in
      w.int64("view", view)
      w.int64("sequence", sequence)
      w.binary("digest", digest)
      Endorsement.write(votes, "votes", to: &w)
    }
  }

  static func read(_ key: BSONKey, from r: inout BSONReader) throws(BSONError) -> PreparedCertificate {
    try r.document(key) { r throws(BSONError) in
      let view = try r.int64("view")
      let sequence = try r.int64("sequence")
      let digest = try r.digest("digest")
      let votes = try Endorsement.readAll("votes", from: &r)
      return PreparedCertificate(view: view, sequence: sequence, digest: digest, votes: votes)
    }
  }
}
