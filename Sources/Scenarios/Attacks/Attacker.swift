import Protocols
import SimKernel
import Vocabulary

/// Carries out the attacks of a plan, in one system or another.
protocol Attacker: PacketInterceptor {
  /// Whose turn it is, as the trace has it.
  var node: Int { get }
  /// An attack is on from now on. How often it acts; nil: only when packets pass.
  func begin(_ index: Int) -> TimeSpan?
  /// It is time for the attack to do something. Nil when it is over, else when the next time is.
  func act(_ index: Int) -> TimeSpan?
  func end(_ index: Int)
  /// What a receiver made of one of its messages.
  func received(drops: [DropReason])
}
