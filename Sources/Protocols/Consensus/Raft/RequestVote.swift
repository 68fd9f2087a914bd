/// RequestVote of figure 2; or the question whether a vote would be given (Ongaro 2014, section 9.6).
public struct RequestVote: Hashable, Sendable {
  /// The candidate's; of a question, the term that it would begin.
  public var term: Int64
  public var lastIndex: Int64
  public var lastTerm: Int64
  public var isQuestion: Bool

  private var checksum: Int64 {
    NumberChecksum.of(Int64(RaftMessage.WireKind.requestVote), term, lastIndex, lastTerm, isQuestion ? 1 : 0)
  }

  func writeFields(to w: inout BSONWriter) {
    w.int64("term", term)
    w.int64("last-index", lastIndex)
    w.int64("last-term", lastTerm)
    w.bool("question", isQuestion)
    w.int64("checksum", checksum)
  }

  static func readFields(from r: inout BSONReader) throws(BSONError) -> RequestVote {
    let request = RequestVote(
      term: try NumberChecksum.number("term", from: &r), lastIndex: try NumberChecksum.number("last-index", from: &r),
      lastTerm: try NumberChecksum.number("last-term", from: &r), isQuestion: try r.bool("question"))
    try NumberChecksum.verify(request.checksum, from: &r)
    return request
  }
}
