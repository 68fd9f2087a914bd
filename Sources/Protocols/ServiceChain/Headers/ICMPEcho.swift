/// An echo request or reply (RFC 792). Other ICMP messages are refused.
public struct ICMPEcho: Hashable, Sendable {
  public static let byteCount = 8

  public enum Kind: UInt8, Sendable {
    case reply = 0
    case request = 8
  }

  public var kind: Kind
  public var identifier: UInt16
  public var sequence: UInt16

  public init(kind: Kind, identifier: UInt16, sequence: UInt16) {
    self.kind = kind
    self.identifier = identifier
    self.sequence = sequence
  }

  /// Reads the header of a message that stands at `offset` and has `count` bytes, with its checksum.
  public init(in packet: PacketBuffer, at offset: Int, count: Int) throws(DropReason) {
    guard count >= ICMPEcho.byteCount else { throw .truncated }
    guard packet.count - offset >= count else { throw .truncated }
    var sum = InternetChecksum()
    sum.add(packet, from: offset, count: count)
    guard sum.value == 0 else { throw .badChecksum }
    guard let kind = Kind(rawValue: packet[offset]) else { throw .unknownProtocol }
    guard packet[offset + 1] == 0 else { throw .badHeader }
    self.kind = kind
    identifier = packet.uint16(at: offset + 4)
    sequence = packet.uint16(at: offset + 6)
  }

  /// Puts a header in front; the packet's bytes become the echo's data.
  public func push(on packet: PacketBuffer) {
    packet.prepend(ICMPEcho.byteCount)
    packet[0] = kind.rawValue
    packet[1] = 0
    packet.set(0 as UInt16, at: 2)
    packet.set(identifier, at: 4)
    packet.set(sequence, at: 6)
    var sum = InternetChecksum()
    sum.add(packet, from: 0, count: packet.count)
    packet.set(sum.value, at: 2)
  }
}
