/// A replica's word that it has left all views below one, with what the next primary must respect: the last block decided
/// here, and what is prepared after it (Castro and Liskov 1999, 4.4).
public final class ViewChange {
  /// Who asks for more is faulty; so there is always a next view.
  static let highestView: Int64 = 1 << 62

  /// The view that it asks for.
  public let view: Int64
  public let replica: Int
  public let decided: DecidedCertificate
  /// Of the sequence number after `decided`; nil when nothing is prepared there.
  public let prepared: PreparedCertificate?
  public let signature: [UInt8]
  private var examination: Examination?

  /// What was found out, by the rules of which federation, and what that costs.
  private struct Examination {
    let federation: FederationID
    let isValid: Bool
    let cost: Meter
  }

  public init(
    view: Int64, replica: Int, decided: DecidedCertificate, prepared: PreparedCertificate?, signature: [UInt8]
  ) {
    self.view = view
    self.replica = replica
    self.decided = decided
    self.prepared = prepared
    self.signature = signature
  }

  /// What the signature is over: SHA-256 of the federation and the fields before it.
  public static func statement(
    in federation: FederationID, view: Int64, replica: Int, decided: DecidedCertificate,
    prepared: PreparedCertificate?, _ meter: inout Meter
  ) -> Digest {
    let bytes = statementBytes(in: federation, view: view, replica: replica, decided: decided, prepared: prepared)
    meter.charge(.codecByte, bytes.count)
    meter.charge(.hashByte, bytes.count)
    return SHA256Hasher.digest(bytes)
  }

  /// What is hashed and signed.
  static func statementBytes(
    in federation: FederationID, view: Int64, replica: Int, decided: DecidedCertificate,
    prepared: PreparedCertificate?
  ) -> [UInt8] {
    BSONWriter.encode(reserving: 1_024) { w in
      w.string("phase", "view-change")
      w.binary("federation", federation.digest)
      writeFields(view, replica, decided, prepared, to: &w)
    }
  }

  /// Whether its sender signed it, in this federation, and both certificates hold. Charges all of the examination at each
  /// call; replicas of one simulation that were handed the same message share what it found.
  func isValid(
    in membership: Membership, _ leaders: LeaderSchedule, _ crypto: Cryptography, _ meter: inout Meter
  ) -> Bool {
    if let examination, examination.federation == membership.federation, crypto.remembersVerifications {
      meter.add(examination.cost)
      return examination.isValid
    }
    var cost = Meter()
    let isValid = examine(membership, leaders, crypto, &cost)
    examination = Examination(federation: membership.federation, isValid: isValid, cost: cost)
    meter.add(cost)
    return isValid
  }

  private func examine(
    _ membership: Membership, _ leaders: LeaderSchedule, _ crypto: Cryptography, _ meter: inout Meter
  ) -> Bool {
    guard view > 0, view <= ViewChange.highestView, replica < membership.count else { return false }
    let statement = Self.statement(
      in: membership.federation, view: view, replica: replica, decided: decided, prepared: prepared, &meter)
    guard crypto.verify(signature, of: statement, by: membership.members[replica], &meter) else { return false }
    guard decided.isValid(in: membership, crypto, &meter) else { return false }
    guard let prepared else { return true }
    guard prepared.sequence == decided.height + 1, prepared.view < view else { return false }
    return prepared.isValid(in: membership, leaders, crypto, &meter)
  }

  private static func writeFields(
    _ view: Int64, _ replica: Int, _ decided: DecidedCertificate, _ prepared: PreparedCertificate?,
    to w: inout BSONWriter
  ) {
    w.int64("view", view)
    w.int32("replica", Int32(replica))
    decided.write("decided", to: &w)
    if let prepared { prepared.write("prepared", to: &w) } else { w.null("prepared") }
  }

  func writeFields(to w: inout BSONWriter) {
    Self.writeFields(view, replica, decided, prepared, to: &w)
    w.binary("signature", signature)
  }

  static func readFields(from r: inout BSONReader) throws(BSONError) -> ViewChange {
    let view = try r.int64("view")
    let replica = try r.int32("replica")
    guard replica >= 0 else { throw BSONError(.badValue, at: r.position) }
    let (decided, prepared) = try readCertificates(from: &r)
    return ViewChange(
      view: view, replica: Int(replica), decided: decided, prepared: prepared, signature: try r.binary("signature"))
  }

  static func readCertificates(
    from r: inout BSONReader
  ) throws(BSONError) -> (decided: DecidedCertificate, prepared: PreparedCertificate?) {
    let decided = try DecidedCertificate.read("decided", from: &r)
    guard try r.nextType() == .null else { return (decided, try PreparedCertificate.read("prepared", from: &r)) }
    try r.null("prepared")
    return (decided, nil)
  }
}
