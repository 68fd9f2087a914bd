import Protocols

/// One of a coalition: as the primary proposes one block to one side of the honest modules and another to the other; as a
/// backup votes, in both phases, for each side's block. As long as no primary of the coalition proposes, it is honest.
final class Collusion: ByzantineBehaviour {
  private let coalition: Coalition
  /// Where it has voted for both.
  private var lastVoted = Coalition.Place(view: -1, sequence: -1)

  init(in coalition: Coalition) { self.coalition = coalition }

  func sends(_ message: Outgoing, _ scene: inout Scene) {
    let sides = coalition.sides(of: scene.member.membership.count)
    if let proposal = message.proposal {
      let rival = scene.member.rival(of: proposal, &scene.effects.meter)
      coalition.agree(on: proposal, and: rival)
      scene.pass(message, to: sides.first + coalition.modules.filter { $0 != scene.member.number })
      scene.send(.prePrepare(rival), to: sides.second)
      return vote(proposal.vote.view, proposal.vote.sequence, isPrimary: true, &scene)
    }
    guard message.receiver == nil, case .vote(let vote)? = message.consensus,
      coalition.pair(view: vote.view, sequence: vote.sequence) != nil
    else { return scene.pass(message) }
    self.vote(vote.view, vote.sequence, isPrimary: false, &scene)
  }

  /// Casts all votes that each side needs, once; what the honest machine votes for is among them.
  private func vote(_ view: Int64, _ sequence: Int64, isPrimary: Bool, _ scene: inout Scene) {
    let place = Coalition.Place(view: view, sequence: sequence)
    guard lastVoted != place, let pair = coalition.pair(view: view, sequence: sequence) else { return }
    lastVoted = place
    let member = scene.member
    let sides = coalition.sides(of: member.membership.count)
    for (block, side) in [(pair.first, sides.first), (pair.second, sides.second)] {
      for phase in isPrimary ? [VotePhase.commit] : [.prepare, .commit] {
        scene.send(
          .vote(member.vote(phase, view: view, sequence: sequence, on: block.digest, &scene.effects.meter)), to: side)
      }
    }
  }
}
