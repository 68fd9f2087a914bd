import Protocols
import Vocabulary

/// Takes what clients hand in and throws it away, tells them of nothing, and signs that this was all. Among the modules it is
/// honest.
final class Withholding: ByzantineBehaviour {
  func hears(_ input: Input, _ scene: inout Scene) -> Input? {
    guard case .message(let payload, let client) = input, client.index >= scene.member.membership.count,
      case .client(let message) = payload.decoded(ModuleMessage.init(decoding:)).content
    else { return input }
    scene.effects.meter.charge(.codecByte, payload.count)
    switch message {
    case .submit(let transactions):
      for transaction in transactions {
        scene.answer(.receipt(transaction.id, refused: nil), .receipt, to: client)
      }
    case .lookup(let id): scene.answer(.found(id, height: 0), .found, to: client)
    case .read(let request): scene.answer(.answer(ReadAnswer(number: request.number)), .answer, to: client)
    case .attest(let statement):
      let signature = scene.member.signature(of: statement, &scene.effects.meter)
      scene.answer(.attestation(statement, signature: signature), .attestation, to: client)
    case .receipt, .found, .urge, .answer, .attestation, .readBlock, .block: return input
    }
    return nil
  }
}
