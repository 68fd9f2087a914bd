/// The answer to `AppendEntries`.
public struct AppendReply: Hashable, Sendable {
  public var term: Int64
  public var isAccepted: Bool
  /// Accepted: up to where the follower's log is known to be the leader's. Otherwise: the first entry that the leader
  /// should send (the shortcut at the end of section 5.3).
  public var index: Int64

  private var checksum: Int64 {
    NumberChecksum.of(Int64(RaftMessage.WireKind.appendReply), term, isAccepted ? 1 : 0, index)
  }

  func writeFields(to w: inout BSONWriter) {
    w.int64("term", term)
    w.bool("accepted", isAccepted)
    w.int64("index", index)
    w.int64("checksum", checksum)
  }

  static func readFields(from r: inout BSONReader) throws(BSONError) -> AppendReply {
    let reply = AppendReply(
      term: try NumberChecksum.number("term", from: &r), isAccepted: try r.bool("accepted"),
      index: try NumberChecksum.number("index", from: &r))
    try NumberChecksum.verify(reply.checksum, from: &r)
    return reply
  }
}
