import Protocols

/// Which bytes of a frame lead it, without anything that would tell that they are wrong: docs/models/chain-worlds.md.
enum SteeringBytes {
  /// What a wrong bit may do.
  enum Effect {
    case none
    /// Another header contradicts, unless it is wrong, too.
    case contradicted
    /// The frame goes astray.
    case leads
  }

  private static let ethernet = 14
  private static let ipv4 = 20
  private static let tunnelPort: UInt16 = 4790
  /// Ethernet, IPv4, UDP and VXLAN-GPE.
  private static let tunnel = ethernet + ipv4 + 8 + 8

  /// Of a wrong bit in this byte. `hasIntegrity`: a code covers its service headers.
  static func effect(of offset: Int, in frame: UnsafeRawBufferPointer, hasIntegrity: Bool) -> Effect {
    guard frame.count > ethernet else { return .none }
    switch type(frame, 0) {
    case EtherType.nsh.rawValue: return hasIntegrity ? .none : service(frame, ethernet, offset)
    case EtherType.ipv4.rawValue:
      guard isTunnel(frame) else {
        // A user's packet, which a classifier judges by its ports: a checksum covers its addresses.
        return (ethernet + ipv4..<ethernet + ipv4 + 4).contains(offset) ? .leads : .none
      }
      // What is inside has no Ethernet header of its own.
      return hasIntegrity ? .none : service(frame, tunnel, offset)
    case _: return .none
    }
  }

  /// A header in the clear leads alone; of two that must agree, one wrong bit is told.
  private static func service(_ frame: UnsafeRawBufferPointer, _ header: Int, _ offset: Int) -> Effect {
    guard frame.count >= header + 8 else { return .none }
    guard frame[header + 2] & 0x0F == 3 else { return (header + 4..<header + 8).contains(offset) ? .leads : .none }
    // Service path and encryption path, and the service path of the header behind.
    let inner = header + 4 * Int(frame[header + 1] & 0x3F)
    let isPath = (header + 4..<header + 12).contains(offset) || (inner + 4..<inner + 8).contains(offset)
    return isPath ? .contradicted : .none
  }

  private static func type(_ frame: UnsafeRawBufferPointer, _ start: Int) -> UInt16 {
    UInt16(frame[start + 12]) << 8 | UInt16(frame[start + 13])
  }

  private static func isTunnel(_ frame: UnsafeRawBufferPointer) -> Bool {
    guard frame.count >= tunnel, frame[ethernet + 9] == IPProtocol.udp.rawValue else { return false }
    return UInt16(frame[ethernet + ipv4 + 2]) << 8 | UInt16(frame[ethernet + ipv4 + 3]) == tunnelPort
  }
}
