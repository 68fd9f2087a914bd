/// The primary's proposal of a block for a sequence number, with the primary's own signed vote for it.
public final class PrePrepare {
  /// The vote of the pre-prepare phase; it names view, sequence, primary and block digest.
  public let vote: Vote
  /// The block's identifier: the primary's signature over the content.
  public let identifier: [UInt8]
  public let content: BlockContent
  /// Of the block that is proposed: what the vote must be about.
  public let digest: Digest

  public init(vote: Vote, identifier: [UInt8], content: BlockContent) {
    self.vote = vote
    self.identifier = identifier
    self.content = content
    digest = Block.digest(identifier: identifier, contentHash: content.contentHash)
  }
}
