import Protocols
import Vocabulary

/// Watches what a world's machines do, for measurements and oracles. It never changes what happens.
protocol WorldObserver: AnyObject {
  /// A machine's note, from a step that started at `start`; it holds since `now`.
  func noted(_ note: Note, by node: NodeID, startedAt start: Instant, at now: Instant)
  func dropped(_ reason: DropReason, by node: NodeID, at now: Instant)
  func delivered(_ delivery: Delivery, by node: NodeID, at now: Instant)
  /// A node sent a message to `receivers` nodes.
  func sent(_ payload: Payload, _ kind: MessageKind, receivers: Int, by node: NodeID, at now: Instant)
  /// A node's machine refused to start.
  func refused(_ defect: MembershipDefect, by node: NodeID)
  func lostPower(_ node: NodeID)
  /// A node that was down has power again.
  func restarted(_ node: NodeID, at now: Instant)
}
