import Protocols

/// As the primary: proposes at every sequence number up to the high watermark and beyond it, but not at the next one.
final class WatermarkExhaustion: ByzantineBehaviour {
  /// From the last decided block; the high watermark lies 64 above it.
  private static let reach: Int64 = 80

  func sends(_ message: Outgoing, _ scene: inout Scene) {
    guard let proposal = message.proposal else { return scene.pass(message) }
    for ahead in 1..<WatermarkExhaustion.reach {
      scene.send(
        .prePrepare(
          scene.member.proposal(
            proposal.content, proposal.identifier, view: proposal.vote.view, sequence: proposal.vote.sequence + ahead,
            &scene.effects.meter)))
    }
  }
}
