import Protocols
import Vocabulary

/// What a client believes to be in a ledger is in it, and what it gives up is not (crb-smb 3.3.2), whatever f modules tell it.
final class NFVBeliefOracle {
  private var found = ViolationList(.belief)
  var violations: [Violation] { found.all }

  /// By the first eight bytes of its id, each transaction that an honest module has appended.
  private var decided: Set<Int64> = []
  private var givenUp: [(transaction: Int64, client: String)] = []

  func appended(_ block: Block) {
    for transaction in block.content.transactions { decided.insert(transaction.id.number) }
  }

  func believes(_ client: String, in transaction: Int64, at now: Instant) {
    guard !decided.contains(transaction) else { return }
    found.report("\(client) believes a transaction to be in a ledger that no honest module has appended", at: now)
  }

  func givesUp(_ client: String, _ transaction: Int64) { givenUp.append((transaction, client)) }

  /// At the end.
  func finish() {
    for (transaction, client) in givenUp where decided.contains(transaction) {
      found.report("\(client) has given up a transaction that is in a ledger")
    }
  }
}
