/// The primary's proposal of a block for a sequence number, with the primary's own signed vote for it.
public final class PrePrepare {
  /// The vote of the pre-prepare phase; it names view, sequence, primary and content hash.
  public let vote: Vote
  /// The block's identifier: the primary's signature over the content.
  public let identifier: [UInt8]
  public let content: BlockContent

  public init(vote: Vote, identifier: [UInt8], content: BlockContent) {
    self.vote = vote
    self.identifier = identifier
    self.content = content
  }
}
