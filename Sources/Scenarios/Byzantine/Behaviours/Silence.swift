import Protocols

/// Sends nothing; or nothing to some of the modules, and everything to all others.
final class Silence: ByzantineBehaviour {
  private let shunned: [Int]?

  init(to shunned: [Int]?) { self.shunned = shunned }

  func sends(_ message: Outgoing, _ scene: inout Scene) {
    guard let shunned else { return }
    if let receiver = message.receiver {
      if !shunned.contains(Int(receiver.index)) { scene.pass(message) }
    } else {
      scene.pass(message, to: scene.member.others.filter { !shunned.contains($0) })
    }
  }
}
