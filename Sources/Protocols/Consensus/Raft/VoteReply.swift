/// The answer to `RequestVote`.
public struct VoteReply: Hashable, Sendable {
  /// That of the request where it is granted; otherwise the voter's.
  public var term: Int64
  public var isGranted: Bool
  public var isQuestion: Bool

  private var checksum: Int64 {
    NumberChecksum.of(Int64(RaftMessage.WireKind.voteReply), term, isGranted ? 1 : 0, isQuestion ? 1 : 0)
  }

  func writeFields(to w: inout BSONWriter) {
    w.int64("term", term)
    w.bool("granted", isGranted)
    w.bool("question", isQuestion)
    w.int64("checksum", checksum)
  }

  static func readFields(from r: inout BSONReader) throws(BSONError) -> VoteReply {
    let reply = VoteReply(
      term: try NumberChecksum.number("term", from: &r), isGranted: try r.bool("granted"),
      isQuestion: try r.bool("question"))
    try NumberChecksum.verify(reply.checksum, from: &r)
    return reply
  }
}
