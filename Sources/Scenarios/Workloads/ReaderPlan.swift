import Protocols
import Vocabulary

/// What one reader does: what it asks for, how often, and whom.
struct ReaderPlan {
  enum Choice {
    /// Any of these.
    case anyOf([Digest])
    /// What is last for this key; for everybody if it is empty.
    case latest(recipient: [UInt8])
  }

  var choice: Choice
  /// Questions under way at once.
  var window: Int
  /// From an answer to the next question.
  var interval: TimeSpan
  var patience: TimeSpan
  /// The modules that it asks, in turn; each reader starts with another.
  var modules: [NodeID]

  init(
    _ readers: ReadersSpec, reader: Int, modules: Int, ledger: [Block], _ workload: WorkloadSpec, _ crypto: Cryptography
  ) {
    switch readers.transaction {
    case .uniform: choice = .anyOf(ledger.flatMap { $0.content.transactions.map(\.id) })
    case .first: choice = .anyOf(ledger.map { $0.content.transactions[0].id })
    case .latest:
      switch workload.recipient {
      case .public: choice = .latest(recipient: [])
      case .encrypted: choice = .latest(recipient: crypto.keyPair(named: "vnf/\(reader)").publicKey.encoded)
      }
    }
    window = readers.window
    interval = readers.interval
    patience = readers.patience
    self.modules = (0..<modules).map { NodeID(($0 + reader) % modules) }
  }
}
