import Vocabulary

/// Hosts that all reach each other, each through one interface: a star around a switch that never blocks.
public struct Mesh: Sendable {
  public let nodes: Int
  /// By node: the port that all links from it share.
  public let egress: [PortID]
  /// By node: the port that all links to it share.
  public let ingress: [PortID]
  @usableFromInline let firstLink: Int

  /// The link between two nodes, which must differ.
  @inlinable public func link(from sender: NodeID, to receiver: NodeID) -> LinkID {
    precondition(
      sender != receiver && sender.index < nodes && receiver.index < nodes, "no link from \(sender) to \(receiver)")
    let skipped = receiver > sender ? 1 : 0
    return LinkID(firstLink + Int(sender.index) * (nodes - 1) + Int(receiver.index) - skipped)
  }
}
