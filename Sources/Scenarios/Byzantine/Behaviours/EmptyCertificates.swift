import Protocols

/// Commits without votes, and asks for views as one for whom nothing was ever decided or prepared.
final class EmptyCertificates: ByzantineBehaviour {
  func sends(_ message: Outgoing, _ scene: inout Scene) {
    let member = scene.member
    switch message.consensus {
    case .vote(let vote)? where vote.phase == .commit:
      scene.send(.vote(member.changed(vote, certificate: [], &scene.effects.meter)))
    case .viewChange(let change)?:
      scene.send(.viewChange(emptied(change, &scene)), to: scene.receivers(of: message))
    case .newView(let proof)?:
      let changes = proof.viewChanges.map { $0.replica == member.number ? emptied($0, &scene) : $0 }
      scene.send(
        .newView(member.newView(proof.view, changes, &scene.effects.meter)), to: scene.receivers(of: message))
    case .vote?, .prePrepare?, .fetch?, .blocks?, .held?, nil:
      scene.pass(message)
    }
  }

  private func emptied(_ change: ViewChange, _ scene: inout Scene) -> ViewChange {
    scene.member.viewChange(
      to: change.view, decided: DecidedCertificate(), prepared: nil, &scene.effects.meter)
  }
}
