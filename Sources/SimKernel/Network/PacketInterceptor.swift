import Vocabulary

/// Decides the fate of packets: every packet of every link passes here once, when it is sent.
public protocol PacketInterceptor: AnyObject {
  func verdict(on packet: Packet, over link: LinkID, at now: Instant) -> PacketVerdict
}
