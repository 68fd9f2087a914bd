import Protocols

/// Shows the oldest prepared certificate that still fits; and leads, where it can choose, with the view changes that oblige it
/// to nothing: a new view that drops a prepared block.
final class StaleCertificates: ByzantineBehaviour {
  /// What it held when it committed: the last decided block then, and the certificate of the next.
  private var shown: [(decided: DecidedCertificate, prepared: PreparedCertificate)] = []
  /// The latest view change of each replica.
  private var changes: [Int: ViewChange] = [:]

  func hears(_ input: Input, _ scene: inout Scene) -> Input? {
    if case .message(let payload, _) = input,
      case .consensus(.viewChange(let change)) = payload.decoded(ModuleMessage.init(decoding:)).content
    {
      changes[change.replica] = change
    }
    return input
  }

  func sends(_ message: Outgoing, _ scene: inout Scene) {
    let member = scene.member
    switch message.consensus {
    case .vote(let vote)? where vote.phase == .commit:
      if let held = scene.replica.held, held.certificate.sequence == scene.replica.decided.height + 1 {
        shown.append((scene.replica.decided, held.certificate))
        if shown.count > 64 { shown.removeFirst() }
      }
      scene.pass(message)
    case .viewChange(let change)?:
      scene.send(.viewChange(stale(change, &scene)), to: scene.receivers(of: message))
    case .newView(let proof)?:
      scene.send(
        .newView(member.newView(proof.view, choice(proof, &scene), &scene.effects.meter)),
        to: scene.receivers(of: message))
    case .vote?, .prePrepare?, .fetch?, .blocks?, .held?, nil:
      scene.pass(message)
    }
  }

  private func stale(_ change: ViewChange, _ scene: inout Scene) -> ViewChange {
    // Of the block that is open now an older certificate, or else all of an older height.
    let next = change.decided.height + 1
    guard
      let old = shown.first(where: {
        $0.prepared.sequence == next && $0.prepared.view < change.prepared?.view ?? 0
      }) ?? shown.first(where: { $0.prepared.sequence >= next - 2 && $0.prepared.view < change.view })
    else { return change }
    return scene.member.viewChange(to: change.view, decided: old.decided, prepared: old.prepared, &scene.effects.meter)
  }

  /// A quorum of view changes with its own stale one in it, those without a certificate first.
  private func choice(_ proof: NewView, _ scene: inout Scene) -> [ViewChange] {
    let membership = scene.member.membership
    var best: [ViewChange] = []
    for replica in scene.member.others {
      guard let change = changes[replica], change.view == proof.view else { continue }
      best.append(change)
    }
    let own = proof.viewChanges.filter { $0.replica == scene.member.number }.map { stale($0, &scene) }
    best.sort { ($0.prepared == nil ? 0 : 1, $0.replica) < ($1.prepared == nil ? 0 : 1, $1.replica) }
    let chosen = own + best.prefix(membership.quorum - own.count)
    return chosen.count == membership.quorum ? chosen : proof.viewChanges
  }
}
