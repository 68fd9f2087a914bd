import Protocols

/// As the primary: gives the same transactions the next sequence number at some of the others and the one after it at the rest.
final class RequestTwice: ByzantineBehaviour {
  func sends(_ message: Outgoing, _ scene: inout Scene) {
    guard let proposal = message.proposal else { return scene.pass(message) }
    let (first, second) = scene.halves()
    let later = scene.member.proposal(
      view: proposal.vote.view, sequence: proposal.vote.sequence + 1, after: proposal.identifier,
      at: proposal.content.timestamp, proposal.content.transactions, &scene.effects.meter)
    scene.pass(message, to: first)
    scene.send(.prePrepare(later), to: second)
  }
}
