import Protocols

/// As the primary: proposes one block to some of the others and another, as properly signed, to the rest and to one of the
/// first, who sees both.
final class Equivocation: ByzantineBehaviour {
  func sends(_ message: Outgoing, _ scene: inout Scene) {
    guard let proposal = message.proposal else { return scene.pass(message) }
    let rival = scene.member.rival(of: proposal, &scene.effects.meter)
    let (first, second) = scene.halves()
    scene.pass(message, to: first)
    scene.send(.prePrepare(rival), to: second + first.prefix(1))
  }
}
