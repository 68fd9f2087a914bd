import Protocols

/// Small structured lies in the manner of ByzzFuzz (Winter et al., OOPSLA 2023): changes some messages a little, for some of their
/// receivers, and signs them again; the other receivers get what the honest machine sent.
final class Mutation: ByzantineBehaviour {
  private let share: Double
  private var old: [ConsensusMessage] = []
  private static let memory = 64

  init(share: Double) { self.share = share }

  func sends(_ message: Outgoing, _ scene: inout Scene) {
    guard let consensus = message.consensus else { return scene.pass(message) }
    defer { remember(consensus) }
    guard scene.member.stream.unit() < share else { return scene.pass(message) }
    let receivers = scene.receivers(of: message)
    let deceived = receivers.filter { _ in scene.member.stream.below(2) == 0 }
    guard !deceived.isEmpty, let lie = mutated(consensus, &scene) else { return scene.pass(message) }
    scene.pass(message, to: receivers.filter { !deceived.contains($0) })
    scene.send(lie, to: deceived)
  }

  private func remember(_ message: ConsensusMessage) {
    old.append(message)
    if old.count > Mutation.memory { old.removeFirst() }
  }

  private func mutated(_ message: ConsensusMessage, _ scene: inout Scene) -> ConsensusMessage? {
    // One in eight is an older message in the place of the new one.
    if !old.isEmpty, scene.member.stream.below(8) == 0 {
      return old[Int(scene.member.stream.below(UInt64(old.count)))]
    }
    let member = scene.member
    let step: Int64 = member.stream.below(2) == 0 ? 1 : -1
    switch message {
    case .prePrepare(let proposal):
      let (view, sequence) = (proposal.vote.view, proposal.vote.sequence)
      switch member.stream.below(3) {
      case 0:
        return .prePrepare(
          member.proposal(
            proposal.content, proposal.identifier, view: max(0, view + step), sequence: sequence, &scene.effects.meter))
      case 1:
        return .prePrepare(
          member.proposal(
            proposal.content, proposal.identifier, view: view, sequence: max(1, sequence + step), &scene.effects.meter))
      default: return .prePrepare(member.rival(of: proposal, &scene.effects.meter))
      }
    case .vote(let vote):
      return .vote(mutated(vote, step, &scene))
    case .viewChange(let change):
      switch member.stream.below(3) {
      case 0:
        return .viewChange(
          member.viewChange(
            to: max(1, change.view + step), decided: change.decided, prepared: change.prepared, &scene.effects.meter))
      case 1:
        return .viewChange(
          member.viewChange(to: change.view, decided: change.decided, prepared: nil, &scene.effects.meter))
      default:
        return .viewChange(
          member.viewChange(to: change.view, decided: DecidedCertificate(), prepared: nil, &scene.effects.meter))
      }
    case .newView(let proof):
      return .newView(
        member.newView(
          member.stream.below(2) == 0 ? max(1, proof.view + step) : proof.view, Array(proof.viewChanges.dropLast()),
          &scene.effects.meter))
    case .fetch, .blocks, .held:
      return nil
    }
  }

  private func mutated(_ vote: Vote, _ step: Int64, _ scene: inout Scene) -> Vote {
    let member = scene.member
    return switch member.stream.below(5) {
    case 0: member.changed(vote, view: max(0, vote.view + step), &scene.effects.meter)
    case 1: member.changed(vote, sequence: max(1, vote.sequence + step), &scene.effects.meter)
    case 2: member.changed(vote, digest: member.inventedDigest(), &scene.effects.meter)
    case 3: member.changed(vote, accepted: !vote.accepted, &scene.effects.meter)
    default: member.changed(vote, certificate: [], &scene.effects.meter)
    }
  }
}
