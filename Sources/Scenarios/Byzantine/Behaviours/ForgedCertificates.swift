import Protocols

/// Shows certificates with its own signatures in the names of others: in commits, view changes and new views.
final class ForgedCertificates: ByzantineBehaviour {
  func sends(_ message: Outgoing, _ scene: inout Scene) {
    let member = scene.member
    switch message.consensus {
    case .vote(let vote)? where vote.phase == .commit:
      let digest = member.inventedDigest()
      let forged = member.forgedQuorum(
        .prepare, on: digest, view: vote.view, sequence: vote.sequence, &scene.effects.meter)
      scene.send(.vote(member.changed(vote, digest: digest, certificate: forged, &scene.effects.meter)))
    case .viewChange(let change)?:
      scene.send(.viewChange(forged(change, &scene)), to: scene.receivers(of: message))
    case .newView(let proof)?:
      let lies = proof.viewChanges.map { $0.replica == member.number ? forged($0, &scene) : $0 }
      scene.send(
        .newView(member.newView(proof.view, lies, &scene.effects.meter)), to: scene.receivers(of: message))
    case .vote?, .prePrepare?, .fetch?, .blocks?, .held?, nil:
      scene.pass(message)
    }
  }

  /// Claims a decision far ahead, and a block that was prepared after it.
  private func forged(_ change: ViewChange, _ scene: inout Scene) -> ViewChange {
    let member = scene.member
    let digest = member.inventedDigest()
    let (height, view) = (change.decided.height + 10, change.view - 1)
    var decided = change.decided
    decided.height = height
    decided.identifier = member.keyPair.publicKey.encoded
    decided.contentHash = digest
    decided.proof = member.forgedQuorum(.commit, on: digest, view: view, sequence: height, &scene.effects.meter)
    let prepared = PreparedCertificate(
      view: view, sequence: height + 1, digest: digest,
      votes: member.forgedQuorum(.prepare, on: digest, view: view, sequence: height + 1, &scene.effects.meter))
    return member.viewChange(to: change.view, decided: decided, prepared: prepared, &scene.effects.meter)
  }
}
