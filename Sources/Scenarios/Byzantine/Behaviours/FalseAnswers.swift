import Protocols
import Vocabulary

/// Tells clients what is not so, and signs it when it is asked to. With the other modules it gets on honestly.
final class FalseAnswers: ByzantineBehaviour {
  /// Something that it gave to somebody: what it passes off as another answer.
  private var old: ReadAnswer?

  func sends(_ message: Outgoing, _ scene: inout Scene) {
    guard let client = message.receiver, let answer = message.answer, let lie = lie(in: answer, &scene) else {
      return scene.pass(message)
    }
    scene.answer(lie, message.kind, to: client)
  }

  /// In the place of an answer; nil: that leaves as it is.
  private func lie(in answer: ClientMessage, _ scene: inout Scene) -> ClientMessage? {
    switch answer {
    case .receipt(let id, let reason): .receipt(id, refused: reason == nil ? .badSignature : nil)
    case .found(let id, let height): .found(id, height: height == 0 ? Int64(1 + draw(1_000, &scene)) : 0)
    case .answer(let answer): .answer(lie(in: answer, &scene))
    case .attestation(let statement, _):
      .attestation(statement, signature: scene.member.signature(of: statement, &scene.effects.meter))
    case .submit, .lookup, .urge, .read, .attest, .readBlock, .block: nil
    }
  }

  private func lie(in answer: ReadAnswer, _ scene: inout Scene) -> ReadAnswer {
    var told = answer
    told.refused = nil
    switch draw(6, &scene) {
    case 0: (told.height, told.transactions) = (0, [])
    case 1: told.height += Int64(1 + draw(1_000, &scene))
    case 2: told.height = 1
    case 3: told.transactions = answer.transactions.map { Self.changed($0, at: draw($0.bytes.count, &scene)) }
    case 4: if let old { (told.height, told.transactions) = (max(old.height, answer.height + 1), old.transactions) }
    default: told.refused = .damagedBlock
    }
    if !answer.transactions.isEmpty { old = answer }
    return told
  }

  private func draw(_ bound: Int, _ scene: inout Scene) -> Int { Int(scene.member.stream.below(UInt64(bound))) }

  /// With another byte there.
  private static func changed(_ transaction: Transaction, at place: Int) -> Transaction {
    var bytes = transaction.bytes
    bytes[place] ^= 1
    return Transaction(bytes)
  }
}
