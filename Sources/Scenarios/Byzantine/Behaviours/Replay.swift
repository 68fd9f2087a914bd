import Protocols
import Vocabulary

/// Sends again, to one or to all, what it has sent and what others have sent to it.
final class Replay: ByzantineBehaviour {
  let interval: TimeSpan?
  private var kept: [Outgoing] = []
  private var next = 0
  private static let limit = 512

  init(every interval: TimeSpan) { self.interval = interval }

  func hears(_ input: Input, _ scene: inout Scene) -> Input? {
    if case .message(let payload, _) = input,
      case .consensus(let message) = payload.decoded(ModuleMessage.init(decoding:)).content
    {
      keep(Outgoing(payload: payload, kind: message.kind, receiver: nil))
    }
    return input
  }

  func sends(_ message: Outgoing, _ scene: inout Scene) {
    if message.consensus != nil { keep(message) }
    scene.pass(message)
  }

  func acts(_ scene: inout Scene) {
    guard !kept.isEmpty else { return }
    let message = kept[Int(scene.member.stream.below(UInt64(kept.count)))]
    let others = scene.member.others
    guard !others.isEmpty else { return }
    let isForAll = scene.member.stream.below(2) == 0
    scene.pass(message, to: isForAll ? others : [others[Int(scene.member.stream.below(UInt64(others.count)))]])
  }

  private func keep(_ message: Outgoing) {
    if kept.count < Replay.limit {
      kept.append(message)
    } else {
      kept[next] = message
      next = (next + 1) % Replay.limit
    }
  }
}
