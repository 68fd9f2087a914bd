import Protocols
import Vocabulary

/// A failure detector: every node tells all others each period that it lives, and suspects whoever has been silent for
/// three periods.
struct Heartbeat: StateMachine {
  static let beat = MessageKind(slot: 0)
  static let tick = TimerID(slot: 0)
  /// A note: this node suspects the peer with the number `subject`.
  static let suspects = 0

  let number: Int
  let period: TimeSpan
  /// When each peer was last heard, by its number; nil once it is suspected.
  private var heard: [Instant?]

  init(number: Int, of peers: Int, period: TimeSpan) {
    self.number = number
    self.period = period
    heard = Array(repeating: .start, count: peers)
  }

  mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started:
      heard = heard.map { _ in now }
      beat(into: &effects)
    case .timer:
      for (peer, last) in heard.enumerated() where peer != number {
        guard let last, now - last > period * 3 else { continue }
        heard[peer] = nil
        effects.note(Note(kind: Heartbeat.suspects, subject: Int64(peer)))
      }
      beat(into: &effects)
    case .message(_, let sender):
      guard heard.indices.contains(Int(sender.index)) else { return effects.drop(because: .unknownSender) }
      heard[Int(sender.index)] = now
    case .packet, .synced, .read:
      preconditionFailure("a failure detector uses no disk")
    }
  }

  private func beat(into effects: inout Effects) {
    effects.broadcast(Payload([1]), Heartbeat.beat)
    effects.arm(Heartbeat.tick, after: period)
  }
}
