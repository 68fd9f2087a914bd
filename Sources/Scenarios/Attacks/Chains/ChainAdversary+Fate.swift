import Protocols
import SimKernel
import Vocabulary

/// What becomes of the adversary's packets.
extension ChainAdversary: PacketObserver {
  func enters(_ packet: PacketBuffer, _ link: LinkID, loss: PacketDropReason?, at now: Instant) {}

  func arrives(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber, at now: Instant) {
    pending = AdversaryMark(rawValue: packet.mark).map { ($0, layout.place(Int(node.index)).role) }
  }

  func handled(sent: Int, drop: DropReason?, by node: NodeID, at now: Instant) {
    guard let (mark, role) = pending else { return }
    pending = nil
    if role == .function { chainCounters.meetsFunction(mark) }
    if let drop { return counters.received(drops: [drop]) }
    guard role == .server || role == .client else { return }
    chainCounters.delivered += 1
    if mark.isContentForged { chainCounters.contentsDelivered += 1 }
  }

  func lost(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber?, at now: Instant) {}
}
