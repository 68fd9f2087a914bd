import Vocabulary

/// Makes payloads that carry a mark and the time at which they left.
enum PacketFactory {
  static let headSize = 16

  /// A payload of `count` bytes without its mark and time.
  static func content(_ count: Int, of flow: Int) -> [UInt8] {
    var content = [UInt8](repeating: 0, count: count)
    content.withUnsafeMutableBytes {
      FlowSecret.fill(UnsafeMutableRawBufferPointer(rebasing: $0[headSize...]), of: flow)
    }
    return content
  }

  static func packet(_ content: [UInt8], _ mark: PacketMark, at now: Instant) -> PacketBuffer {
    let packet = PacketBuffer(content)
    packet.mark = mark.rawValue
    packet.set(UInt64(bitPattern: mark.rawValue), at: 0)
    packet.set(UInt64(bitPattern: now.nanoseconds), at: 8)
    return packet
  }
}
