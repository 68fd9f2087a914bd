import Protocols
import Vocabulary

/// Reads what passes, and tries its own keys on every transaction.
extension Adversary {
  func listen(to seen: Knowledge.Seen, _ entry: Entry, at now: Instant) {
    guard entry.attack.channel == .open else { return }
    judge?(seen.payload.bytes, now)
    guard case .client(let message) = seen.payload.message else { return }
    let transactions: [Transaction] =
      switch message {
      case .submit(let transactions): transactions
      case .urge(let transaction): [transaction]
      case .answer(let answer): answer.transactions
      case .block(let answer): answer.block?.content.transactions ?? []
      case .receipt, .lookup, .found, .read, .attest, .attestation, .readBlock: []
      }
    for transaction in transactions {
      guard let layout = transaction.layout, layout.isEncrypted, let sealed = layout.sealedKey else { continue }
      let key = transaction.bytes[sealed]
      guard let field = crypto.openKey(key, with: pair, &spare) else { continue }
      opened(field.bytes, at: now)
    }
  }
}
