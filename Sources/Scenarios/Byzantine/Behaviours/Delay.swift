import Protocols
import Vocabulary

/// As the primary: keeps its proposals and new views back, so long that nobody suspects it just yet.
final class Delay: ByzantineBehaviour {
  private let span: TimeSpan?

  init(by span: TimeSpan?) { self.span = span }

  func sends(_ message: Outgoing, _ scene: inout Scene) {
    switch message.consensus {
    case .prePrepare?, .newView?:
      let timeout = scene.member.spec.viewChangeTimeout
      scene.pass(message, after: span ?? TimeSpan(nanoseconds: timeout.nanoseconds / 5 * 4))
    case .vote?, .viewChange?, .fetch?, .blocks?, .held?, nil:
      scene.pass(message)
    }
  }
}
