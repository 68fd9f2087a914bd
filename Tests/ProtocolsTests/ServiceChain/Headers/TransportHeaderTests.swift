import Protocols
import Testing
import Vocabulary

struct TransportHeaderTests {
  private let (here, there): (UInt32, UInt32) = (0x0A00_0001, 0x0A00_0002)

  @Test("a datagram carries its length and a checksum that any changed bit breaks (RFC 768)")
  func datagram() throws {
    let packet = PacketBuffer([0x61, 0x62, 0x63])
    UDPHeader.push(
      on: packet, sourcePort: 1_000, destinationPort: 53, checksum: .between(source: here, destination: there))
    // 0a00 0001 0a00 0002 0011 000b, 03e8 0035 000b, 6162 6300 sum up to dca9.
    #expect(packet.bytes == [0x03, 0xE8, 0x00, 0x35, 0x00, 0x0B, 0x23, 0x56, 0x61, 0x62, 0x63])
    let header = try UDPHeader(in: packet, at: 0, count: 11)
    #expect(header.length == 11)
    #expect(header.destinationPort == 53)
    try header.requireChecksum(in: packet, at: 0, source: here, destination: there)
    for bit in 0..<packet.count * 8 where !(32..<48).contains(bit) {
      packet[bit / 8] ^= 1 << UInt8(bit % 8)
      let reason = #expect(throws: DropReason.self) {
        try UDPHeader(in: packet, at: 0, count: 11).requireChecksum(in: packet, at: 0, source: here, destination: there)
      }
      #expect(reason == .badChecksum)
      packet[bit / 8] ^= 1 << UInt8(bit % 8)
    }
  }

  @Test("a datagram without a checksum is right, and one that sums up to 0 says all ones")
  func noChecksum() throws {
    let packet = PacketBuffer([1, 2])
    UDPHeader.push(on: packet, sourcePort: 1, destinationPort: 2, checksum: .none)
    let header = try UDPHeader(in: packet, at: 0, count: 10)
    #expect(header.checksum == 0)
    try header.requireChecksum(in: packet, at: 0, source: here, destination: there)

    var found = false
    for word in 0...UInt16.max {
      let packet = PacketBuffer([UInt8(word >> 8), UInt8(word & 255)])
      UDPHeader.push(
        on: packet, sourcePort: 1, destinationPort: 2, checksum: .between(source: here, destination: there))
      guard packet.uint16(at: 6) == 0xFFFF else { continue }
      found = true
      try UDPHeader(in: packet, at: 0, count: 10)
        .requireChecksum(in: packet, at: 0, source: here, destination: there)
    }
    #expect(found)
  }

  @Test("datagrams whose length is too short, or longer than the packet, are refused")
  func datagramLengths() {
    func reason(length: UInt16, count: Int) -> DropReason? {
      let packet = PacketBuffer(count: 12)
      packet.set(length, at: 4)
      return #expect(throws: DropReason.self) { try UDPHeader(in: packet, at: 0, count: count) }
    }
    #expect(reason(length: 8, count: 7) == .truncated)
    #expect(reason(length: 7, count: 12) == .badHeader)
    #expect(reason(length: 13, count: 12) == .truncated)
    #expect(reason(length: 12, count: 13) == .truncated)
  }

  @Test("a SYN carries its options as RFC 9293, 7323 and 2018 lay them out")
  func synchronise() throws {
    var options = TCPOptions()
    options.maximumSegmentSize = 1_460
    options.permitsSelectiveAcknowledgment = true
    options.timestamps = TCPOptions.Timestamps(value: 0x0102_0304, echo: 0)
    options.windowScale = 7
    let packet = PacketBuffer(count: 0)
    TCPHeader(
      sourcePort: 40_000, destinationPort: 80, sequence: 0xDEAD_BEEF, flags: .syn, window: 64_240, options: options
    ).push(on: packet, source: here, destination: there)
    #expect(packet.bytes.prefix(16) == [0x9C, 0x40, 0, 80, 0xDE, 0xAD, 0xBE, 0xEF, 0, 0, 0, 0, 0xB0, 2, 0xFA, 0xF0])
    #expect(
      packet.bytes.dropFirst(20) == [
        2, 4, 0x05, 0xB4, 1, 1, 4, 2, 1, 1, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7,
      ])
    let header = try TCPHeader(in: packet, at: 0, count: packet.count)
    #expect(header.options == options)
    #expect(header.byteCount == 44)
    try TCPHeader.requireChecksum(in: packet, at: 0, count: packet.count, source: here, destination: there)
    packet[30] ^= 1
    let reason = #expect(throws: DropReason.self) {
      try TCPHeader.requireChecksum(in: packet, at: 0, count: packet.count, source: here, destination: there)
    }
    #expect(reason == .badChecksum)
  }

  @Test("segments of any fields go to bytes and back")
  func segments() throws {
    var stream = RandomStream(seed: 4)
    for _ in 0..<2_000 {
      var options = TCPOptions()
      if stream.below(2) == 0 { options.maximumSegmentSize = UInt16(stream.below(65_536)) }
      if stream.below(2) == 0 { options.windowScale = UInt8(stream.below(15)) }
      if stream.below(2) == 0 { options.permitsSelectiveAcknowledgment = true }
      if stream.below(2) == 0 {
        options.timestamps = TCPOptions.Timestamps(
          value: UInt32(truncatingIfNeeded: stream.next()), echo: UInt32(truncatingIfNeeded: stream.next()))
      }
      let header = TCPHeader(
        sourcePort: UInt16(stream.below(65_536)), destinationPort: UInt16(stream.below(65_536)),
        sequence: UInt32(truncatingIfNeeded: stream.next()), acknowledgment: UInt32(truncatingIfNeeded: stream.next()),
        flags: TCPFlags(rawValue: UInt8(stream.below(256))), window: UInt16(stream.below(65_536)),
        urgentPointer: UInt16(stream.below(65_536)), options: options)
      let packet = PacketBuffer(stream.bytes(Int(stream.below(40))))
      header.push(on: packet, source: here, destination: there)
      #expect(try TCPHeader(in: packet, at: 0, count: packet.count) == header)
      try TCPHeader.requireChecksum(in: packet, at: 0, count: packet.count, source: here, destination: there)
    }
  }

  @Test("options that cannot be are refused, and unknown ones are skipped")
  func options() throws {
    func segment(_ options: [UInt8]) -> PacketBuffer {
      let packet = PacketBuffer([UInt8](repeating: 0, count: 20) + options)
      packet[12] = UInt8(packet.count / 4) << 4
      return packet
    }
    for bad: [UInt8] in [
      [2, 0, 0, 0], [2, 1, 0, 0], [2, 3, 0, 0], [2, 5, 0, 0], [1, 1, 1, 2], [3, 4, 0, 0], [4, 3, 0, 0], [8, 4, 0, 0],
      [9, 5, 1, 1],
    ] {
      let packet = segment(bad)
      let reason = #expect(throws: DropReason.self) { try TCPHeader(in: packet, at: 0, count: packet.count) }
      #expect(reason == .badHeader)
    }
    let packet = segment([30, 4, 9, 9, 3, 3, 200, 0, 2, 0, 0, 0])
    let header = try TCPHeader(in: packet, at: 0, count: packet.count)
    #expect(header.options.windowScale == 14)
    #expect(header.options.maximumSegmentSize == nil)
    packet[12] = 0x40
    #expect(throws: DropReason.badHeader) { try TCPHeader(in: packet, at: 0, count: packet.count) }
    packet[12] = 0xF0
    #expect(throws: DropReason.truncated) { try TCPHeader(in: packet, at: 0, count: packet.count) }
  }

  @Test("an echo goes to bytes and back, and other ICMP messages are refused (RFC 792)")
  func echo() throws {
    let packet = PacketBuffer([UInt8](repeating: 0x55, count: 5))
    let request = ICMPEcho(kind: .request, identifier: 7, sequence: 300)
    request.push(on: packet)
    #expect(packet.bytes == [8, 0, 0, 0, 0, 7, 1, 0x2C, 0x55, 0x55, 0x55, 0x55, 0x55].withRightSum)
    #expect(try ICMPEcho(in: packet, at: 0, count: 13) == request)
    packet[12] ^= 1
    #expect(throws: DropReason.badChecksum) { try ICMPEcho(in: packet, at: 0, count: 13) }
    #expect(throws: DropReason.truncated) { try ICMPEcho(in: packet, at: 0, count: 7) }
    let unreachable = PacketBuffer([3, 0, 0, 0, 0, 0, 0, 0].withRightSum)
    #expect(throws: DropReason.unknownProtocol) { try ICMPEcho(in: unreachable, at: 0, count: 8) }
    let odd = PacketBuffer([8, 1, 0, 0, 0, 0, 0, 0].withRightSum)
    #expect(throws: DropReason.badHeader) { try ICMPEcho(in: odd, at: 0, count: 8) }
  }
}

extension [UInt8] {
  /// With an ICMP checksum over them.
  fileprivate var withRightSum: [UInt8] {
    var bytes = self
    (bytes[2], bytes[3]) = (0, 0)
    var sum: UInt32 = 0
    for (offset, byte) in bytes.enumerated() { sum += UInt32(byte) << (offset % 2 == 0 ? 8 : 0) }
    sum = sum % 0xFFFF
    (bytes[2], bytes[3]) = (~UInt8(sum >> 8), ~UInt8(sum & 255))
    return bytes
  }
}
