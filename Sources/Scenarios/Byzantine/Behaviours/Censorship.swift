import Protocols
import Vocabulary

/// Takes no transaction of one writer, from whomever it comes, and does not say so. Transactions whose sender is encrypted are
/// known by the writer's node only.
final class Censorship: ByzantineBehaviour {
  private let writer: Int

  init(of writer: Int) { self.writer = writer }

  func hears(_ input: Input, _ scene: inout Scene) -> Input? {
    guard case .message(let payload, let sender) = input,
      case .client(let message) = payload.decoded(ModuleMessage.init(decoding:)).content
    else { return input }
    let key = scene.member.writers[writer].encoded
    switch message {
    case .submit(let transactions):
      guard Int(sender.index) != scene.member.membership.count + writer else { return nil }
      let rest = transactions.filter { !Self.isSigned($0, with: key) }
      guard rest.count < transactions.count else { return input }
      return rest.isEmpty ? nil : .message(Payload(ClientMessage.submit(rest).bytes), from: sender)
    case .urge(let transaction): return Self.isSigned(transaction, with: key) ? nil : input
    case .receipt, .lookup, .found, .read, .answer, .attest, .attestation, .readBlock, .block: return input
    }
  }

  private static func isSigned(_ transaction: Transaction, with key: [UInt8]) -> Bool {
    guard let layout = transaction.layout, !layout.isEncrypted else { return false }
    return transaction.bytes[layout.sender].elementsEqual(key)
  }
}
