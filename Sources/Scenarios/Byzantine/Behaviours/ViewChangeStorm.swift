import Protocols
import Vocabulary

/// Asks for one view after the other, with everything that belongs to a proper view change.
final class ViewChangeStorm: ByzantineBehaviour {
  let interval: TimeSpan?
  private var asked: Int64 = 0

  init(every interval: TimeSpan) { self.interval = interval }

  func acts(_ scene: inout Scene) {
    asked = max(asked, scene.replica.view) + 1
    let decided = scene.replica.decided
    let prepared = scene.replica.held.flatMap { $0.certificate.sequence == decided.height + 1 ? $0.certificate : nil }
    scene.send(
      .viewChange(scene.member.viewChange(to: asked, decided: decided, prepared: prepared, &scene.effects.meter)))
  }
}
