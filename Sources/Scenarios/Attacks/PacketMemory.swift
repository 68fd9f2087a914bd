/// The last packets that an adversary saw.
struct PacketMemory {
  static let limit = 512

  private(set) var packets: [Knowledge.Seen] = []
  private var next = 0

  mutating func keep(_ packet: Knowledge.Seen) {
    guard packets.count == Self.limit else { return packets.append(packet) }
    packets[next] = packet
    next = (next + 1) % Self.limit
  }
}
