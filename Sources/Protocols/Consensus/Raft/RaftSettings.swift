import Vocabulary

/// What all replicas of one federation agree on beforehand.
public struct RaftSettings: Sendable {
  /// The fixed time that the leader waits after a committed block before it makes the next, as with PBFT.
  public var blockInterval: TimeSpan
  /// Largest encoded block content, in bytes.
  public var maximumBlockBytes: Int
  /// The least time without a word of the leader after which a replica stands for election; the most is twice that.
  public var electionTimeout: TimeSpan
  /// How often the leader lets the others hear of it.
  public var heartbeatInterval: TimeSpan
  /// About as many bytes of entries go into one message.
  public var messageBytes: Int
  /// Who stands for election at once when a federation begins, so that clients know whom to turn to.
  public var first: Int

  public init(
    blockInterval: TimeSpan, maximumBlockBytes: Int, electionTimeout: TimeSpan, messageBytes: Int = 1 << 20,
    first: Int = 0
  ) {
    self.blockInterval = blockInterval
    self.maximumBlockBytes = maximumBlockBytes
    self.electionTimeout = electionTimeout
    heartbeatInterval = electionTimeout / 10
    self.messageBytes = messageBytes
    self.first = first
  }
}
