import Protocols

/// Votes for two digests in each phase: the one that the honest machine votes for, and another that was proposed there, or
/// that no block has. Who gets which first is drawn.
final class DoubleVoting: ByzantineBehaviour {
  func sends(_ message: Outgoing, _ scene: inout Scene) {
    guard message.receiver == nil, case .vote(let vote)? = message.consensus else { return scene.pass(message) }
    let member = scene.member
    let second = member.changed(vote, digest: member.inventedDigest(), accepted: true, &scene.effects.meter)
    let (first, rest) = scene.halves()
    scene.pass(message, to: first)
    scene.send(.vote(second))
    scene.pass(message, to: rest)
  }
}
