import Vocabulary

/// How many bytes of content a primary puts into a block: as many as get decided well within the view-change timeout.
///
/// On slow links a block as large as a backlog takes longer than that; its view is left, the backlog grows, and the next
/// block takes longer still; the same holds of processors that need milliseconds for a transaction. So what is too much for
/// one view is halved for the next, and grows again block by block.
struct BlockRoom {
  private(set) var bytes: Int
  private let maximum: Int
  /// Never less, so that a faulty primary cannot make its successors' blocks tiny.
  private static let least = 1 << 16

  init(maximum: Int) {
    self.maximum = maximum
    bytes = maximum
  }

  /// A view is left in which so many bytes waited to be decided.
  mutating func viewLeft(waiting: Int) {
    bytes = min(maximum, max(Self.least, min(bytes, waiting) / 2))
  }

  /// A block of this replica's with so much content was decided so soon after it was proposed.
  mutating func decided(_ content: Int, after span: TimeSpan, timeout: TimeSpan) {
    guard content > bytes / 2 else { return }
    guard span * 2 < timeout else { return }
    bytes = min(maximum, span * 4 < timeout ? bytes * 2 : bytes + bytes / 4)
  }
}
