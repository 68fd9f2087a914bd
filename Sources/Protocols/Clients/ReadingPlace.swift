import Vocabulary

/// How far a client has read the transactions for one recipient at one module.
///
/// Answers are not signed. What they say is read on from at once, and taken back unless the module signs, some time later,
/// that everything up to there was what the client was given.
struct ReadingPlace {
  struct Position: Hashable {
    /// Of the last block that was given; 0 before the first.
    var height: Int64 = 0
    /// What was given up to there.
    var history = RecipientHistory()
  }

  private(set) var position = Position()
  private(set) var proven = Position()
  /// What the module is asked to sign.
  private var asked: Position?

  var isProven: Bool { position == proven }

  /// Transactions of the next block.
  mutating func advance(to height: Int64, _ transactions: [Transaction], _ meter: inout Meter) {
    position.height = height
    meter.charge(.hashByte, transactions.count * RecipientHistory.hashedBytes)
    for transaction in transactions { position.history.append(transaction.id, at: height) }
  }

  /// What is to be signed.
  mutating func statement(for recipient: PublicKey) -> ModuleStatement {
    asked = position
    return .history(recipient: recipient.encoded, height: position.height, position.history)
  }

  /// Whether these words were to be signed.
  func asks(_ height: Int64, _ history: RecipientHistory) -> Bool {
    asked == Position(height: height, history: history)
  }

  /// The module has signed what it was asked to, or will not: then all that was not proven is read again.
  mutating func settle(isSigned: Bool) {
    guard let asked else { return }
    self.asked = nil
    guard isSigned else {
      position = proven
      return
    }
    proven = asked
    if position.height < proven.height { position = proven }
  }
}
