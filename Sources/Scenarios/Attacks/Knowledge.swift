import Protocols
import Vocabulary

/// What an adversary has learned. The ledgers are no secret: whoever asks a module for a public key's transactions gets them, so
/// it knows what is decided. Bounded: what is older than the last few thousand is forgotten.
struct Knowledge {
  /// A packet that it saw on its way.
  struct Seen {
    let payload: Payload
    let sender: Int
    let receiver: Int
  }

  /// A transaction in a ledger.
  struct Known {
    let transaction: Transaction
    let height: Int64
  }

  static let transactionLimit = 4_096

  /// By chain.
  private(set) var transactions: [[Known]]
  /// Public keys that transactions were for, by chain, each once, in the order of the ledger.
  private(set) var recipients: [[[UInt8]]]
  /// Never iterated.
  private var isKnown: Set<[UInt8]> = []
  private var heights: [Int64]

  init(chains: Int) {
    transactions = Array(repeating: [], count: chains)
    recipients = Array(repeating: [], count: chains)
    heights = Array(repeating: 0, count: chains)
  }

  /// A block that a module has appended. True when it is the first at its height.
  mutating func read(_ block: Block, height: Int64, of chain: Int) -> Bool {
    guard height > heights[chain] else { return false }
    heights[chain] = height
    for transaction in block.content.transactions {
      transactions[chain].append(Known(transaction: transaction, height: height))
      guard let layout = transaction.layout, layout.isEncrypted else { continue }
      let recipient = Array(transaction.bytes[layout.recipient])
      if isKnown.insert(recipient).inserted { recipients[chain].append(recipient) }
    }
    let surplus = transactions[chain].count - Self.transactionLimit
    if surplus > 0 { transactions[chain].removeFirst(surplus) }
    return true
  }

  /// The last block of the chain that it knows.
  func height(of chain: Int) -> Int64 { heights[chain] }

  /// Transactions of a chain for this public key, the oldest first.
  func transactions(for recipient: [UInt8], of chain: Int) -> [Known] {
    transactions[chain].filter { known in
      guard let layout = known.transaction.layout else { return false }
      return known.transaction.bytes[layout.recipient].elementsEqual(recipient)
    }
  }
}
