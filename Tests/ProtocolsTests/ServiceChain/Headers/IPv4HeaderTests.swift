import Protocols
import TestSupport
import Testing
import Vocabulary

struct IPv4HeaderTests {
  /// A header whose checksum is known: b861.
  private let example: [UInt8] = [
    0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11, 0xB8, 0x61, 0xC0, 0xA8, 0x00, 0x01, 0xC0, 0xA8, 0x00,
    0xC7,
  ]

  private var packet: PacketBuffer { PacketBuffer(example + [UInt8](repeating: 9, count: 0x73 - 20)) }

  @Test("a header is read and written back as it was")
  func example() throws {
    let header = try IPv4Header(in: packet)
    #expect(header.totalLength == 0x73)
    #expect(header.payloadCount == 0x73 - 20)
    #expect(header.byteCount == 20)
    #expect(header.transport == .udp)
    #expect(header.timeToLive == 64)
    #expect(header.mayNotFragment)
    #expect(header.source == 0xC0A8_0001)
    #expect(header.destination == 0xC0A8_00C7)
    let other = PacketBuffer(count: 20)
    header.write(to: other)
    #expect(other.bytes == example)
  }

  @Test("what cannot be is refused by name")
  func refusals() {
    func reason(_ change: (PacketBuffer) -> Void, fixingChecksum: Bool = true) -> DropReason? {
      let packet = packet
      change(packet)
      if fixingChecksum, packet.count >= 20 {
        packet.set(0 as UInt16, at: 10)
        var sum = InternetChecksum()
        sum.add(packet, from: 0, count: min(packet.count, max(20, Int(packet[0] & 15) * 4)))
        packet.set(sum.value, at: 10)
      }
      return #expect(throws: DropReason.self) { try IPv4Header(in: packet) }
    }
    #expect(reason { $0.truncate(to: 0) } == .truncated)
    #expect(reason { $0.truncate(to: 19) } == .truncated)
    #expect(reason { $0.truncate(to: 0x72) } == .truncated)
    #expect(reason { $0[0] = 0x65 } == .badHeader)
    #expect(reason { $0[0] = 0x44 } == .badHeader)
    #expect(reason { $0.set(19 as UInt16, at: 2) } == .badHeader)
    #expect(
      reason { packet in
        packet.truncate(to: 40)
        packet[0] = 0x4F
      } == .truncated)
    #expect(reason({ $0[8] = 63 }, fixingChecksum: false) == .badChecksum)
    #expect(reason { $0.set(0x8000 as UInt16, at: 6) } == .badHeader)
    // More fragments; a later fragment.
    #expect(reason { $0.set(0x2000 as UInt16, at: 6) } == .fragmented)
    #expect(reason { $0.set(0x0001 as UInt16, at: 6) } == .fragmented)
  }

  @Test("options are skipped, and stay when the header is written")
  func options() throws {
    let packet = PacketBuffer([UInt8](repeating: 1, count: 24) + [7, 7])
    var header = IPv4Header(totalLength: 26, transport: .icmp, source: 1, destination: 2)
    header.byteCount = 24
    header.write(to: packet)
    let found = try IPv4Header(in: packet)
    #expect(found == header)
    #expect(found.payloadCount == 2)
    #expect(packet.bytes.suffix(6) == [1, 1, 1, 1, 7, 7])
  }

  @Test("the time to live counts down to 1, and the checksum stays right")
  func timeToLive() throws {
    let packet = packet
    for left in stride(from: 63, through: 1, by: -1) {
      try IPv4Header.decrementTimeToLive(in: packet)
      #expect(try IPv4Header(in: packet).timeToLive == UInt8(left))
    }
    let reason = #expect(throws: DropReason.self) { try IPv4Header.decrementTimeToLive(in: packet) }
    #expect(reason == .ttlExpired)
    #expect(try IPv4Header(in: packet).timeToLive == 1)
  }

  @Test("a header that is pushed counts the packet behind it")
  func push() throws {
    let packet = PacketBuffer([1, 2, 3])
    IPv4Header(totalLength: 0, transport: .esp, source: 5, destination: 6).push(on: packet)
    #expect(packet.count == 23)
    #expect(try IPv4Header(in: packet).totalLength == 23)
    #expect(packet.bytes.suffix(3) == [1, 2, 3])
  }
}
