import Protocols
import Vocabulary

/// A blockchain module in the hands of a byzantine member: the honest machine, whose code knows nothing of it, and what its
/// behaviour makes of the inputs and of what leaves. While no behaviour is on it changes nothing.
struct ByzantineMachine: StateMachine {
  private(set) var honest: BlockchainModule
  private let member: ByzantineMember

  init(_ honest: BlockchainModule, member: ByzantineMember) {
    self.honest = honest
    self.member = member
  }

  mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    if case .started = input { member.forgetPostponed() }
    guard let behaviour = member.behaviour else { return stepHonestly(input, at: now, into: &effects) }
    switch input {
    case .packet: return
    case .timer(.behaviour):
      play(at: now, into: &effects) { behaviour.acts(&$0) }
      if let interval = behaviour.interval { effects.arm(.behaviour, after: interval) }
      return
    case .timer(.postponed):
      return releasePostponed(at: now, into: &effects)
    case .started:
      if let interval = behaviour.interval { effects.arm(.behaviour, after: interval) }
    case .message, .timer, .synced, .read:
      break
    }
    var heard: Input?
    play(at: now, into: &effects) { heard = behaviour.hears(input, &$0) }
    guard let heard else { return }
    let before = effects.exchangeList(for: [])
    honest.step(heard, at: now, into: &effects)
    let wanted = effects.exchangeList(for: before)
    play(at: now, into: &effects) { scene in
      for effect in wanted {
        switch effect {
        case .send(let payload, let kind, let receiver):
          behaviour.sends(Outgoing(payload: payload, kind: kind, receiver: receiver), &scene)
        case .broadcast(let payload, let kind):
          behaviour.sends(Outgoing(payload: payload, kind: kind, receiver: nil), &scene)
        case .transmit, .arm, .cancel, .append, .sync, .truncate, .read, .deliver, .halt, .drop, .note:
          scene.effects.append(effect)
        }
      }
    }
  }

  /// The fault is over, or still to come.
  private mutating func stepHonestly(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .timer(.behaviour): break
    case .timer(.postponed): releasePostponed(at: now, into: &effects)
    case .started, .message, .packet, .timer, .synced, .read: honest.step(input, at: now, into: &effects)
    }
  }

  /// Lets a hook write to the host's effects.
  private func play(at now: Instant, into effects: inout Effects, _ hook: (inout Scene) -> Void) {
    var scene = Scene(member, honest.replica, at: now)
    swap(&scene.effects, &effects)
    hook(&scene)
    swap(&scene.effects, &effects)
  }

  private func releasePostponed(at now: Instant, into effects: inout Effects) {
    for message in member.takePostponed(at: now) {
      if let receiver = message.receiver {
        effects.send(message.payload, message.kind, to: receiver)
      } else {
        effects.broadcast(message.payload, message.kind)
      }
    }
    member.armPostponed(at: now, into: &effects)
  }
}
