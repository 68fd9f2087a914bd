import Vocabulary

/// What a replica knows that it lacks, whom it asks, and whom it has answered.
struct CatchUp {
  /// Another replica has shown that this height is decided, or this view installed. Not proven: a faulty one may lie.
  var height: Int64 = 0
  var view: Int64 = 0
  /// A prepared block to be proposed again, whose content is not here.
  var digest: Digest?
  /// Who is asked next.
  var asked = 0
  /// The timer runs: nothing is asked before it runs out.
  var isWaiting = false
  /// Questions since something was learned; after a round of them the goal is given up.
  var fruitless = 0
  /// Blocks that were fetched and wait for the one before them to be written.
  var fetched: [LedgerRecord] = []
  /// Where they came from.
  var source: Int?
  /// Reads of the own ledger under way, for others: by ticket.
  var serving: [(ticket: Int64, replica: Int)] = []
  var lastTicket: Int64 = 0
  /// By replica: what it was told last.
  var answers: [Answers]

  init(members: Int) { answers = [Answers](repeating: Answers(), count: members) }

  /// What one replica was told last. Who asks for the same again before `pause` is over gets nothing: a small question has
  /// a large answer, and a flood of them would leave no room on the network for anything else. For blocks the pause doubles
  /// each time, until the replica asks for blocks that it has not had.
  struct Answers {
    private var view: (number: Int64, at: Instant)?
    private var held: (digest: Digest, at: Instant)?
    /// Blocks up to the one before `next`, at last; up to the one before `most`, ever.
    private var blocks: (next: Int64, most: Int64, at: Instant, again: Int64)?

    mutating func mayTell(view number: Int64, at now: Instant, pause: TimeSpan) -> Bool {
      if let view, view.number == number, now < view.at + pause { return false }
      view = (number, now)
      return true
    }

    mutating func maySend(held digest: Digest, at now: Instant, pause: TimeSpan) -> Bool {
      if let held, held.digest == digest, now < held.at + pause { return false }
      held = (digest, now)
      return true
    }

    /// Who goes on where the last answer ended need not wait.
    func mayRead(from height: Int64, at now: Instant, pause: TimeSpan) -> Bool {
      guard let blocks, height < blocks.most, height != blocks.next else { return true }
      return now >= blocks.at + pause * (1 << blocks.again)
    }

    mutating func read(from height: Int64, upTo next: Int64, at now: Instant) {
      guard let last = blocks else {
        blocks = (next, next, now, 0)
        return
      }
      let again = height >= last.most ? 0 : height == last.next ? last.again : min(last.again + 1, 8)
      blocks = (next, max(next, last.most), now, again)
    }
  }
}
