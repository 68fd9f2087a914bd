import TestSupport
import Testing
import Vocabulary

@testable import Protocols

/// Whatever arrives, parsers neither trap nor read outside the packet, and say why they refuse it.
struct HostilePacketTests {
  /// Every packet kind of a chain, whole.
  private static func samples() throws -> [PacketBuffer] {
    var meter = Meter()
    var integrity = HeaderIntegrity()
    integrity.install(
      IntegrityKey(identifier: 1, key: FieldKey(bytes: [UInt8](repeating: 1, count: 32))!, mode: .modelled))
    var ends = SampleAssociation(mode: .modelled)

    let plain = SamplePackets.user()
    SamplePackets.frame(plain, .ipv4)
    let service = SamplePackets.user()
    SamplePackets.service().push(on: service)
    let guarded = service.copy()
    try integrity.protect(guarded, wallClock: .start, &meter)
    let nested = guarded.copy()
    try ends.seal(nested, at: 44)
    try SamplePackets.nest(nested)
    try integrity.protect(nested, wallClock: .start, &meter)
    let tunnelled = nested.copy()
    SamplePackets.tunnel(tunnelled)
    for packet in [service, guarded, nested] { SamplePackets.frame(packet, .nsh) }
    let segment = PacketBuffer(count: 9)
    var options = TCPOptions()
    options.timestamps = TCPOptions.Timestamps(value: 1, echo: 2)
    TCPHeader(sourcePort: 1, destinationPort: 2, sequence: 3, flags: [.ack, .psh], window: 4, options: options)
      .push(on: segment, source: 1, destination: 2)
    IPv4Header(totalLength: 0, transport: .tcp, source: 1, destination: 2).push(on: segment)
    SamplePackets.frame(segment, .ipv4)
    let echo = PacketBuffer(count: 56)
    ICMPEcho(kind: .request, identifier: 1, sequence: 2).push(on: echo)
    IPv4Header(totalLength: 0, transport: .icmp, source: 1, destination: 2).push(on: echo)
    SamplePackets.frame(echo, .ipv4)
    return [plain, service, guarded, nested, tunnelled, segment, echo]
  }

  /// Walks through a frame as far as its headers lead, with every parser; gives why it stopped.
  private struct Walker {
    var ends = SampleAssociation(mode: .modelled)
    var integrity = HeaderIntegrity()
    var meter = Meter()

    init() {
      integrity.install(
        IntegrityKey(identifier: 1, key: FieldKey(bytes: [UInt8](repeating: 1, count: 32))!, mode: .modelled))
    }

    mutating func walk(_ packet: PacketBuffer) -> DropReason? {
      do throws(DropReason) {
        let frame = try EthernetHeader(in: packet)
        switch frame.type {
        case .nsh: try service(packet, at: 14, depth: 0)
        case .ipv4: try network(packet, at: 14, depth: 0)
        default: throw .unknownProtocol
        }
        return nil
      } catch {
        return error
      }
    }

    private mutating func service(_ packet: PacketBuffer, at offset: Int, depth: Int) throws(DropReason) {
      var header = try NetworkServiceHeader(in: packet, at: offset)
      let before = Array(packet.bytes[offset...].prefix(header.metadataType == .encryption ? 12 : 8))
      let unassigned = packet.uint32(at: offset) & 0x1000_F000
      header.write(to: packet, at: offset)
      // Unassigned bits are sent as 0; all else comes out as it was.
      if unassigned == 0 { #expect(Array(packet.bytes[offset...].prefix(before.count)) == before) }
      for element in ContextHeaders(of: header, in: packet, at: offset) {
        #expect(element.valueOffset + element.count <= offset + header.byteCount)
      }
      if header.metadataType != .fixed {
        do throws(DropReason) {
          try integrity.verify(packet, at: offset, wallClock: .start, &meter)
        } catch {
          guard error == .notAuthenticated || error == .replayed else { throw error }
        }
      }
      try header.decrementTimeToLive()
      try header.decrementIndex()
      header.write(to: packet, at: offset)
      switch header.nextProtocol {
      case .nsh:
        guard depth < 4 else { throw .badHeader }
        try service(packet, at: offset + header.byteCount, depth: depth + 1)
      case .ipv4: try network(packet, at: offset + header.byteCount, depth: depth + 1)
      default: throw .unknownProtocol
      }
    }

    private mutating func network(_ packet: PacketBuffer, at offset: Int, depth: Int) throws(DropReason) {
      let header = try IPv4Header(in: packet, at: offset)
      let before = packet.bytes
      header.write(to: packet, at: offset)
      #expect(packet.bytes == before)
      let payload = offset + header.byteCount
      switch header.transport {
      case .udp:
        let datagram = try UDPHeader(in: packet, at: payload, count: header.payloadCount)
        try datagram.requireChecksum(in: packet, at: payload, source: header.source, destination: header.destination)
        guard datagram.destinationPort == VXLANGPEHeader.port, depth < 4 else { return }
        let tunnel = try VXLANGPEHeader(in: packet, at: payload + 8)
        guard tunnel.nextProtocol == .nsh else { throw .unknownProtocol }
        try service(packet, at: payload + 16, depth: depth + 1)
      case .tcp:
        _ = try TCPHeader(in: packet, at: payload, count: header.payloadCount)
        try TCPHeader.requireChecksum(
          in: packet, at: payload, count: header.payloadCount, source: header.source, destination: header.destination)
      case .icmp: _ = try ICMPEcho(in: packet, at: payload, count: header.payloadCount)
      case .esp:
        _ = try ESP.spi(in: packet, at: offset)
        let inner = try ends.inbound.open(packet, at: offset, now: .start, &meter)
        #expect(packet.count == offset + inner.totalLength)
        try network(packet, at: offset, depth: depth + 1)
      default: throw .unknownProtocol
      }
      do throws(DropReason) {
        try IPv4Header.decrementTimeToLive(in: packet, at: offset)
        _ = try IPv4Header(in: packet, at: offset)
      } catch {
        guard error == .ttlExpired else { throw error }
      }
    }
  }

  @Test("every whole packet walks to its end")
  func whole() throws {
    for packet in try Self.samples() {
      var walker = Walker()
      #expect(walker.walk(packet) == nil)
    }
  }

  @Test("random bytes are refused by name", arguments: 1...4)
  func random(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    var walker = Walker()
    var reasons: Set<DropReason?> = []
    for _ in 0..<4_000 {
      let packet = PacketBuffer(stream.bytes(Int(stream.below(stream.below(10) == 0 ? 1_600 : 120))))
      // Half of them at least look like frames of the right type, half of those like the next header too.
      if packet.count >= 24, stream.below(2) == 0 {
        packet.set(stream.below(2) == 0 ? 0x0800 : 0x894F as UInt16, at: 12)
        if stream.below(2) == 0 {
          packet[14] = packet.uint16(at: 12) == 0x0800 ? 0x45 : packet[14] & 0x3F
          packet[16] = 1 + packet[16] % 3
        }
      }
      reasons.insert(walker.walk(packet))
    }
    #expect(reasons.isSuperset(of: [.truncated, .badHeader, .unknownProtocol, .badChecksum]))
  }

  @Test("mutated packets never trap, and what still walks to its end is sound", arguments: 1...4)
  func mutated(seed: UInt64) throws {
    var stream = RandomStream(seed: seed &+ 100)
    let samples = try Self.samples()
    var walker = Walker()
    var reasons: Set<DropReason?> = []
    for _ in 0..<4_000 {
      let packet = samples[Int(stream.below(UInt64(samples.count)))].copy()
      for _ in 0...stream.below(4) {
        // Headers more often than what they carry.
        let reach = UInt64(stream.below(4) == 0 ? packet.count : min(packet.count, 70))
        guard reach > 0 else { break }
        let place = Int(stream.below(reach))
        switch stream.below(6) {
        case 0: packet[place] = UInt8(stream.below(256))
        case 1: packet[place] ^= 1 << UInt8(stream.below(8))
        case 2: packet[place] = [0, 1, 0x7F, 0x80, 0xFF][Int(stream.below(5))]
        case 3: packet.truncate(to: place)
        case 4: packet.remove(min(4, packet.count - place), at: place)
        default:
          packet.insert(4, at: place)
          packet.set(UInt32(truncatingIfNeeded: stream.next()), at: place)
        }
      }
      // Half of them with a right IPv4 checksum in front, so that more than the checksum is tried.
      if packet.count >= 34, packet.uint16(at: 12) == 0x0800, stream.below(2) == 0 {
        packet.set(0 as UInt16, at: 24)
        var sum = InternetChecksum()
        sum.add(packet, from: 14, count: min(Int(packet[14] & 15) * 4, packet.count - 14))
        packet.set(sum.value, at: 24)
      }
      reasons.insert(walker.walk(packet))
    }
    #expect(reasons.isSuperset(of: [nil, .truncated, .badHeader, .badChecksum, .badAuthentication, .fragmented]))
  }
}
