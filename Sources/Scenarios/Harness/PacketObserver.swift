import Protocols
import SimKernel
import Vocabulary

/// Watches packets on their way, for oracles and captures. It never changes them.
protocol PacketObserver: AnyObject {
  /// A packet enters a link; `loss` says why it gets no further.
  func enters(_ packet: PacketBuffer, _ link: LinkID, loss: PacketDropReason?, at now: Instant)
  /// A link changed a packet on its way: what goes on in its place.
  func changes(_ packet: PacketBuffer, into changed: PacketBuffer)
  /// A packet that a link delivers twice arrives for the first time.
  func copies(_ packet: PacketBuffer, to copy: PacketBuffer)
  /// A node's machine is about to take a packet that came over a link.
  func arrives(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber, at now: Instant)
  /// What the machine made of it: the packets that it sent on, and why it refused it.
  func handled(sent: Int, drop: DropReason?, by node: NodeID, at now: Instant)
  /// A packet was lost with a node's power. `port`: where it had arrived; nil once the machine has had it.
  func lost(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber?, at now: Instant)
}

extension PacketObserver {
  func changes(_ packet: PacketBuffer, into changed: PacketBuffer) {}
  func copies(_ packet: PacketBuffer, to copy: PacketBuffer) {}
}
