import Protocols
import Vocabulary

/// Takes no transaction of one writer, from whomever it comes, and does not say so. Transactions whose sender is encrypted are
/// known by the writer's node only.
final class Censorship: ByzantineBehaviour {
  private let writer: Int

  init(of writer: Int) { self.writer = writer }

  func hears(_ input: Input, _ scene: inout Scene) -> Input? {
    guard case .message(let payload, let sender) = input,
      case .client(.submit(let transactions)) = payload.decoded(ModuleMessage.init(decoding:)).content
    else { return input }
    guard Int(sender.index) != scene.member.membership.count + writer else { return nil }
    let key = scene.member.writers[writer].encoded
    let rest = transactions.filter { transaction in
      guard let layout = transaction.layout, !layout.isEncrypted else { return true }
      return !transaction.bytes[layout.sender].elementsEqual(key)
    }
    guard rest.count < transactions.count else { return input }
    return rest.isEmpty ? nil : .message(Payload(ClientMessage.submit(rest).bytes), from: sender)
  }
}
