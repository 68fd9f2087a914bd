import Protocols
import Vocabulary

/// Sends votes, proposals and view changes of views far ahead, up to the highest number that there is.
final class WrongViews: ByzantineBehaviour {
  let interval: TimeSpan?
  private var sent: Int64 = 0

  init(every interval: TimeSpan) { self.interval = interval }

  func acts(_ scene: inout Scene) {
    let member = scene.member
    let offsets: [Int64] = [1, 2, 100, 1 << 40]
    let view = sent % 5 == 4 ? Int64.max - sent % 4 : scene.replica.view + offsets[Int(sent % 5)]
    let sequence = scene.replica.concluded + 1
    let digest = member.inventedDigest()
    switch sent / 5 % 4 {
    case 0: scene.send(.vote(member.vote(.prepare, view: view, sequence: sequence, on: digest, &scene.effects.meter)))
    case 1: scene.send(.vote(member.vote(.commit, view: view, sequence: sequence, on: digest, &scene.effects.meter)))
    case 2:
      let change = member.viewChange(
        to: view, decided: scene.replica.decided, prepared: nil, &scene.effects.meter)
      scene.send(.viewChange(change))
    default:
      let proposal = member.proposal(
        view: view, sequence: sequence, after: scene.replica.ledger.lastIdentifier, at: 0, [], &scene.effects.meter)
      scene.send(.prePrepare(proposal))
    }
    sent += 1
  }
}
