import Protocols
import Vocabulary

/// Messages and their bytes (as encoded, without TLS and lower layers) by kind and sender, inside the window.
final class TrafficCounters {
  private let window: Range<Instant>
  private let nodes: Int
  /// At kind * nodes + node.
  private var messages: [Int64]
  private var bytes: [Int64]

  init(kinds: Int, nodes: Int, window: Range<Instant>) {
    self.window = window
    self.nodes = nodes
    messages = [Int64](repeating: 0, count: kinds * nodes)
    bytes = messages
  }

  func sent(_ kind: MessageKind, bytes size: Int, receivers: Int, by node: NodeID, at now: Instant) {
    guard window.contains(now) else { return }
    let place = kind.slot * nodes + Int(node.index)
    messages[place] += Int64(receivers)
    bytes[place] += Int64(size) * Int64(receivers)
  }

  func messages(_ kind: MessageKind) -> Int64 { messages[range(kind)].reduce(0, +) }
  func bytes(_ kind: MessageKind) -> Int64 { bytes[range(kind)].reduce(0, +) }
  /// Of the node that sent most.
  func mostBytes(_ kind: MessageKind) -> Int64 { bytes[range(kind)].max() ?? 0 }

  private func range(_ kind: MessageKind) -> Range<Int> { kind.slot * nodes..<(kind.slot + 1) * nodes }
}
