/// A new primary's proof that it may lead a view: view changes of a quorum. What it must propose follows from them
/// (Castro and Liskov 1999, 4.4).
public final class NewView {
  public let view: Int64
  /// Its primary.
  public let replica: Int
  public let viewChanges: [ViewChange]
  public let signature: [UInt8]

  public init(view: Int64, replica: Int, viewChanges: [ViewChange], signature: [UInt8]) {
    self.view = view
    self.replica = replica
    self.viewChanges = viewChanges
    self.signature = signature
  }

  /// The height that the view starts from: the highest that any of the quorum has decided.
  var start: DecidedCertificate { NewView.start(viewChanges) }
  /// What must be proposed first, if anything: what was prepared in the highest view after `start`.
  var obligation: PreparedCertificate? { NewView.obligation(viewChanges) }

  static func start(_ viewChanges: [ViewChange]) -> DecidedCertificate {
    viewChanges.map(\.decided).max { $0.height < $1.height } ?? DecidedCertificate()
  }

  public static func obligation(_ viewChanges: [ViewChange]) -> PreparedCertificate? {
    let height = start(viewChanges).height
    return viewChanges.compactMap(\.prepared).filter { $0.sequence == height + 1 }.max { $0.view < $1.view }
  }

  /// What the signature is over: the federation, the view, and the signatures of the view changes.
  public static func statement(
    in federation: FederationID, view: Int64, replica: Int, _ viewChanges: [ViewChange], _ meter: inout Meter
  ) -> Digest {
    let bytes = statementBytes(in: federation, view: view, replica: replica, viewChanges)
    meter.charge(.codecByte, bytes.count)
    meter.charge(.hashByte, bytes.count)
    return SHA256Hasher.digest(bytes)
  }

  /// What is hashed and signed.
  static func statementBytes(
    in federation: FederationID, view: Int64, replica: Int, _ viewChanges: [ViewChange]
  ) -> [UInt8] {
    BSONWriter.encode(reserving: 512) { w in
      w.string("phase", "new-view")
      w.binary("federation", federation.digest)
      w.int64("view", view)
      w.int32("replica", Int32(replica))
      w.array("view-changes") { w in
        for (index, change) in viewChanges.enumerated() { w.binary(.index(index), change.signature) }
      }
    }
  }

  /// Whether the view's primary signed it and a quorum of distinct members asks for the view.
  func isValid(
    in membership: Membership, _ leaders: LeaderSchedule, _ crypto: Cryptography, _ meter: inout Meter
  ) -> Bool {
    guard view > 0, replica == leaders.primary(of: view, among: membership.count) else { return false }
    guard viewChanges.count >= membership.quorum, viewChanges.count <= membership.count else { return false }
    let statement = Self.statement(
      in: membership.federation, view: view, replica: replica, viewChanges, &meter)
    guard crypto.verify(signature, of: statement, by: membership.members[replica], &meter) else { return false }
    var seen = [Bool](repeating: false, count: membership.count)
    for change in viewChanges {
      guard change.view == view, change.replica < membership.count, !seen[change.replica] else { return false }
      seen[change.replica] = true
      guard change.isValid(in: membership, leaders, crypto, &meter) else { return false }
    }
    return true
  }

  func writeFields(to w: inout BSONWriter) {
    w.int64("view", view)
    w.int32("replica", Int32(replica))
    w.array("view-changes") { w in
      for (index, change) in viewChanges.enumerated() {
        w.document(.index(index)) { w in change.writeFields(to: &w) }
      }
    }
    w.binary("signature", signature)
  }

  static func readFields(from r: inout BSONReader) throws(BSONError) -> NewView {
    let view = try r.int64("view")
    let replica = try r.int32("replica")
    guard replica >= 0 else { throw BSONError(.badValue, at: r.position) }
    var changes: [ViewChange] = []
    try r.array("view-changes") { r, index throws(BSONError) in
      changes.append(try r.document(.index(index)) { r throws(BSONError) in try ViewChange.readFields(from: &r) })
    }
    return NewView(view: view, replica: Int(replica), viewChanges: changes, signature: try r.binary("signature"))
  }
}
