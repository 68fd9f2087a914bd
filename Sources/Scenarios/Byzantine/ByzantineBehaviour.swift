import Protocols
import Vocabulary

/// One way of breaking the protocol, of one module for as long as the fault lasts: it survives the module's restarts.
///
/// It stands between the honest machine and its host: it may keep inputs from the machine, put other messages in the place of
/// those that it sends, and send messages of its own. Every hook does nothing unless it is written.
protocol ByzantineBehaviour: AnyObject {
  /// The input that the honest machine gets; nil: none.
  func hears(_ input: Input, _ scene: inout Scene) -> Input?
  /// A message that the honest machine wants to send. What is to leave goes to the scene.
  func sends(_ message: Outgoing, _ scene: inout Scene)
  /// How often `acts` is called, by the module's own clock; nil: never.
  var interval: TimeSpan? { get }
  /// What the module does unasked.
  func acts(_ scene: inout Scene)
}

extension ByzantineBehaviour {
  func hears(_ input: Input, _ scene: inout Scene) -> Input? { input }
  func sends(_ message: Outgoing, _ scene: inout Scene) { scene.pass(message) }
  var interval: TimeSpan? { nil }
  func acts(_ scene: inout Scene) {}
}
