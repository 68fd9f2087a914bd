/// The 14 bytes in front of an Ethernet frame (IEEE 802.3, 3.1.1). Frames here have no VLAN tag and no check sequence.
public struct EthernetHeader: Hashable, Sendable {
  public static let byteCount = 14

  /// Addresses stand in the lower 48 bits.
  public var destination: UInt64
  public var source: UInt64
  public var type: EtherType

  public init(destination: UInt64, source: UInt64, type: EtherType) {
    self.destination = destination & 0xFFFF_FFFF_FFFF
    self.source = source & 0xFFFF_FFFF_FFFF
    self.type = type
  }

  /// Reads the header at the front. Refuses what is too short and lengths instead of types (IEEE 802.3, 3.2.6).
  public init(in packet: PacketBuffer) throws(DropReason) {
    guard packet.count >= EthernetHeader.byteCount else { throw .truncated }
    destination = packet.uint64(at: 0) >> 16
    source = packet.uint64(at: 6) >> 16
    type = EtherType(rawValue: packet.uint16(at: 12))
    guard type.rawValue >= 0x0600 else { throw .badHeader }
  }

  public func write(to packet: PacketBuffer) {
    packet.set(UInt64(destination) << 16 | source >> 32, at: 0)
    packet.set(UInt32(truncatingIfNeeded: source), at: 8)
    packet.set(type.rawValue, at: 12)
  }

  /// Puts the header in front.
  public func push(on packet: PacketBuffer) {
    packet.prepend(EthernetHeader.byteCount)
    write(to: packet)
  }

  /// Reads the header at the front and takes it off.
  public static func pop(from packet: PacketBuffer) throws(DropReason) -> EthernetHeader {
    let header = try EthernetHeader(in: packet)
    packet.removeFirst(byteCount)
    return header
  }
}
