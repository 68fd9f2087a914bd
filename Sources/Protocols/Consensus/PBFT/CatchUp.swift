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
  /// By replica: it was asked for blocks, and has sent none since.
  var awaited: [Bool]
  /// Reads of the own ledger under way, for others: by ticket.
  var serving: [(ticket: Int64, replica: Int)] = []
  var lastTicket: Int64 = 0
  /// By replica: what it was told last.
  var answers: [Answers]

  init(members: Int) {
    awaited = [Bool](repeating: false, count: members)
    answers = [Answers](repeating: Answers(), count: members)
  }

  /// What one replica was told. Who asks for the same again before `pause` is over gets nothing: a small question has
  /// a large answer, and a flood of them would leave no room on the network for anything else. Blocks that the replica has
  /// not had are sent at once, so it has each of them once at full speed; others draw on an allowance.
  struct Answers {
    /// So many answers with blocks that were sent before are given in a row, and then one in each `pause` times this.
    static let repeats: Int64 = 16

    private var view: (number: Int64, at: Instant)?
    private var held: (digest: Digest, at: Instant)?
    /// The last answer with blocks: from which height on, and when.
    private var blocks: (from: Int64, at: Instant)?
    /// Blocks below this height were sent.
    private var most: Int64 = 1
    /// When the allowance is whole again.
    private var whole = Instant.start

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

    func mayRead(from height: Int64, at now: Instant, pause: TimeSpan) -> Bool {
      guard height < most else { return true }
      if let blocks, blocks.from == height, now < blocks.at + pause { return false }
      let interval = pause * Answers.repeats
      return max(whole, now) + interval <= now + interval * Answers.repeats
    }

    mutating func read(from height: Int64, upTo next: Int64, at now: Instant, pause: TimeSpan) {
      if height < most { whole = max(whole, now) + pause * Answers.repeats }
      blocks = (height, now)
      most = max(most, next)
    }
  }
}
