import Protocols

/// Which bytes of a frame lead it, without anything that would tell that they are wrong: docs/models/chain-worlds.md.
enum SteeringBytes {
  private static let ethernet = 14
  private static let ipv4 = 20
  private static let tunnelPort: UInt16 = 4790
  /// Ethernet, IPv4, UDP and VXLAN-GPE.
  private static let tunnel = ethernet + ipv4 + 8 + 8

  /// Whether the frame may be led astray by a wrong bit in this byte. `isFirst`: no other bit of it is wrong; `hasIntegrity`: a
  /// code covers its service headers.
  static func lead(_ frame: UnsafeRawBufferPointer, offset: Int, isFirst: Bool, hasIntegrity: Bool) -> Bool {
    guard frame.count > ethernet else { return false }
    switch type(frame, 0) {
    case EtherType.nsh.rawValue: return !hasIntegrity && service(frame, ethernet, offset, isFirst)
    case EtherType.ipv4.rawValue:
      guard isTunnel(frame) else {
        // A user's packet, which a classifier judges by its ports: a checksum covers its addresses.
        return (ethernet + ipv4..<ethernet + ipv4 + 4).contains(offset)
      }
      // What is inside has no Ethernet header of its own.
      return !hasIntegrity && service(frame, tunnel, offset, isFirst)
    case _: return false
    }
  }

  /// A header in the clear leads alone; of two that must agree, one wrong bit is told.
  private static func service(_ frame: UnsafeRawBufferPointer, _ header: Int, _ offset: Int, _ isFirst: Bool) -> Bool {
    guard frame.count >= header + 8 else { return false }
    let isNested = frame[header + 2] & 0x0F == 3
    return isNested ? !isFirst : (header + 4..<header + 8).contains(offset)
  }

  private static func type(_ frame: UnsafeRawBufferPointer, _ start: Int) -> UInt16 {
    UInt16(frame[start + 12]) << 8 | UInt16(frame[start + 13])
  }

  private static func isTunnel(_ frame: UnsafeRawBufferPointer) -> Bool {
    guard frame.count >= tunnel, frame[ethernet + 9] == IPProtocol.udp.rawValue else { return false }
    return UInt16(frame[ethernet + ipv4 + 2]) << 8 | UInt16(frame[ethernet + ipv4 + 3]) == tunnelPort
  }
}
