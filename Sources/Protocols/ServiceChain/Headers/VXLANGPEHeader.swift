/// A VXLAN header with the generic protocol extension (draft-ietf-nvo3-vxlan-gpe-12, section 3), carried in UDP.
public struct VXLANGPEHeader: Hashable, Sendable {
  public static let byteCount = 8
  /// The UDP port that it is sent to.
  public static let port: UInt16 = 4790

  /// What follows.
  public struct NextProtocol: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    @inlinable public static var ipv4: NextProtocol { NextProtocol(rawValue: 1) }
    @inlinable public static var ethernet: NextProtocol { NextProtocol(rawValue: 3) }
    @inlinable public static var nsh: NextProtocol { NextProtocol(rawValue: 4) }
  }

  private enum Flag {
    static let version: UInt8 = 0x30
    static let hasNetworkIdentifier: UInt8 = 0x08
    static let hasNextProtocol: UInt8 = 0x04
  }

  /// 24 bits; nil without the I flag.
  public var networkIdentifier: UInt32?
  /// Ethernet without the P flag.
  public var nextProtocol: NextProtocol

  public init(networkIdentifier: UInt32?, nextProtocol: NextProtocol) {
    self.networkIdentifier = networkIdentifier.map { $0 & 0xFF_FFFF }
    self.nextProtocol = nextProtocol
  }

  /// Reads the header at `offset`. Refuses another version, and a next protocol without its flag. Reserved bits count for
  /// nothing, as do B (flooded traffic) and O (maintenance).
  public init(in packet: PacketBuffer, at offset: Int = 0) throws(DropReason) {
    guard packet.count - offset >= VXLANGPEHeader.byteCount else { throw .truncated }
    let flags = packet[offset]
    guard flags & Flag.version == 0 else { throw .badHeader }
    let next = NextProtocol(rawValue: packet[offset + 3])
    if flags & Flag.hasNextProtocol == 0 {
      guard next.rawValue == 0 else { throw .badHeader }
      nextProtocol = .ethernet
    } else {
      nextProtocol = next
    }
    networkIdentifier = flags & Flag.hasNetworkIdentifier == 0 ? nil : packet.uint32(at: offset + 4) >> 8
  }

  public func write(to packet: PacketBuffer, at offset: Int = 0) {
    let flags = Flag.hasNextProtocol | (networkIdentifier == nil ? 0 : Flag.hasNetworkIdentifier)
    packet.set(UInt32(flags) << 24 | UInt32(nextProtocol.rawValue), at: offset)
    packet.set((networkIdentifier ?? 0) << 8, at: offset + 4)
  }

  /// Puts the header in front.
  public func push(on packet: PacketBuffer) {
    packet.prepend(VXLANGPEHeader.byteCount)
    write(to: packet)
  }
}
