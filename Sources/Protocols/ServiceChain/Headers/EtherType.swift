/// What an Ethernet frame carries (IEEE 802's numbers).
public struct EtherType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  @inlinable public static var ipv4: EtherType { EtherType(rawValue: 0x0800) }
  /// RFC 8300, section 8.
  @inlinable public static var nsh: EtherType { EtherType(rawValue: 0x894F) }
}
