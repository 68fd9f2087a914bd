import Protocols
import TestSupport
import Testing
import Vocabulary

struct NetworkServiceHeaderTests {
  private func reason(_ bytes: [UInt8]) -> DropReason? {
    #expect(throws: DropReason.self) { try NetworkServiceHeader(in: PacketBuffer(bytes)) }
  }

  @Test("headers of the three MD types stand as RFC 8300, section 2, and the paper's extension draw them")
  func layouts() throws {
    let packet = PacketBuffer(count: 0)
    SamplePackets.service(path: 0x0A0B0C, index: 254).push(on: packet)
    #expect(packet.bytes == [0x0F, 0xC2, 0x02, 0x01, 0x0A, 0x0B, 0x0C, 0xFE])
    try SamplePackets.nest(packet, over: 0x010203, index: 255)
    #expect(
      packet.bytes.prefix(12) == [0x0F, 0xC3, 0x03, 0x04, 0x0A, 0x0B, 0x0C, 0xFE, 0x01, 0x02, 0x03, 0xFF])

    let fixed = PacketBuffer(count: 0)
    NetworkServiceHeader(path: ServicePathID(1), index: 2, metadataType: .fixed, nextProtocol: .ethernet, timeToLive: 5)
      .push(on: fixed)
    #expect(fixed.bytes == [0x01, 0x46, 0x01, 0x03, 0, 0, 1, 2] + [UInt8](repeating: 0, count: 16))
  }

  @Test("a header of the encryption layer shows the service path and index of the one inside (requirement iii)")
  func visibility() throws {
    let packet = PacketBuffer(count: 0)
    SamplePackets.service(path: 77, index: 3).push(on: packet)
    try SamplePackets.nest(packet, over: 8)
    let outer = try NetworkServiceHeader(in: packet)
    #expect(outer.metadataType == .encryption)
    #expect(outer.nextProtocol == .nsh)
    #expect(outer.path == ServicePathID(77))
    #expect(outer.index == 3)
    #expect(outer.encryptionPath == EncryptionPathID(8))
    #expect(outer.encryptionIndex == 255)
    let inner = try NetworkServiceHeader(in: packet, at: outer.byteCount)
    #expect(inner == SamplePackets.service(path: 77, index: 3))
  }

  @Test("what RFC 8300 rules out, and MD types that nobody knows, are refused")
  func refusals() {
    #expect(reason([0x0F, 0xC2, 0x02, 0x01, 0, 0, 1]) == .truncated)
    #expect(reason([0x4F, 0xC2, 0x02, 0x01, 0, 0, 1, 2]) == .badHeader)
    for type: UInt8 in [0, 4, 15] { #expect(reason([0x0F, 0xC2, type, 0x01, 0, 0, 1, 2]) == .badHeader) }
    // Lengths: MD type 1 has 6 words, type 2 at least 2, type 3 at least 3; and no more than the packet.
    let words = [UInt8](repeating: 0, count: 40)
    for length: UInt8 in [0, 2, 5, 7] {
      #expect(reason([0x0F, 0xC0 | length, 1, 1, 0, 0, 1, 2] + words) == .badHeader)
    }
    for length: UInt8 in [0, 1] { #expect(reason([0x0F, 0xC0 | length, 2, 1, 0, 0, 1, 2] + words) == .badHeader) }
    for length: UInt8 in [0, 2] { #expect(reason([0x0F, 0xC0 | length, 3, 4, 0, 0, 1, 2] + words) == .badHeader) }
    for type: UInt8 in [2, 3] { #expect(reason([0x0F, 0xCD, type, 1, 0, 0, 1, 2] + words) == .truncated) }
    #expect(reason([0x0F, 0xC6, 1, 1, 0, 0, 1, 2] + words.prefix(15)) == .truncated)
    // An encryption path header that is not there.
    #expect(reason([0x0F, 0xC2, 3, 4, 0, 0, 1, 2]) == .badHeader)
  }

  @Test("context headers fill the header exactly, each padded to 4 bytes (RFC 8300, 2.5.1)")
  func contextHeaders() throws {
    // Two: 5 bytes, padded to 8, and none at all.
    let context: [UInt8] = [0x12, 0x34, 0x56, 5, 1, 2, 3, 4, 5, 0, 0, 0, 0xFF, 0xF6, 7, 0x80]
    let packet = PacketBuffer([0x0F, 0xC6, 2, 1, 0, 0, 1, 2] + context + [9])
    let header = try NetworkServiceHeader(in: packet)
    let elements = Array(ContextHeaders(of: header, in: packet, at: 0))
    #expect(elements.map(\.metadataClass) == [0x1234, 0xFFF6])
    #expect(elements.map(\.type) == [0x56, 7])
    #expect(elements.map(\.count) == [5, 0])
    #expect(elements.map(\.offset) == [8, 20])
    for wrong: UInt8 in [13, 40, 127] {
      packet[11] = wrong
      #expect(throws: DropReason.badHeader) { try NetworkServiceHeader(in: packet) }
    }
    let nested = PacketBuffer([0x0F, 0xC7, 3, 4, 0, 0, 1, 2, 0, 0, 9, 255] + context)
    #expect(ContextHeaders(of: try NetworkServiceHeader(in: nested), in: nested, at: 0).map(\.offset) == [12, 24])
    let fixed = PacketBuffer([0x0F, 0xC6, 1, 1, 0, 0, 1, 2] + [UInt8](repeating: 0xFF, count: 16))
    #expect(Array(ContextHeaders(of: try NetworkServiceHeader(in: fixed), in: fixed, at: 0)).isEmpty)
  }

  @Test("packets for operations and maintenance are refused, as nobody supports them (RFC 8300, 2.2)")
  func maintenance() throws {
    let packet = PacketBuffer([0x0F, 0xC2, 2, 1, 0, 0, 1, 2, 9])
    #expect(try NetworkServiceHeader(in: packet).timeToLive == 63)
    packet[0] |= 0x20
    #expect(throws: DropReason.badHeader) { try NetworkServiceHeader(in: packet) }
  }

  @Test("headers of any fields go to bytes and back, and leave what follows alone")
  func roundTrips() throws {
    var stream = RandomStream(seed: 5)
    for _ in 0..<2_000 {
      var header = NetworkServiceHeader(
        path: ServicePathID(UInt32(stream.below(1 << 24))), index: UInt8(stream.below(256)),
        metadataType: stream.below(2) == 0 ? .fixed : .variable,
        nextProtocol: NetworkServiceHeader.NextProtocol(rawValue: UInt8(stream.below(256))),
        timeToLive: UInt8(stream.below(64)))
      if stream.below(2) == 0 {
        header = NetworkServiceHeader(
          encryptionPath: EncryptionPathID(UInt32(stream.below(1 << 24))), encryptionIndex: UInt8(stream.below(256)),
          on: header, timeToLive: UInt8(stream.below(64)))
      }
      let payload = stream.bytes(Int(stream.below(50)))
      let packet = PacketBuffer(payload)
      header.push(on: packet)
      #expect(try NetworkServiceHeader(in: packet) == header)
      #expect(packet.count == header.byteCount + payload.count)
      #expect(packet.bytes.suffix(payload.count) == payload[...])
    }
  }

  @Test("the time to live ends at 0, and from 0 goes on at 63 (RFC 8300, 2.2)")
  func timeToLive() throws {
    var header = SamplePackets.service()
    for left in stride(from: 62, through: 1, by: -1) {
      try header.decrementTimeToLive()
      #expect(header.timeToLive == UInt8(left))
    }
    #expect(throws: DropReason.ttlExpired) { try header.decrementTimeToLive() }
    header.timeToLive = 0
    try header.decrementTimeToLive()
    #expect(header.timeToLive == 63)
  }

  @Test("neither index counts below 0")
  func indices() throws {
    var header = NetworkServiceHeader(
      encryptionPath: EncryptionPathID(1), encryptionIndex: 1, on: SamplePackets.service(index: 1))
    try header.decrementIndex()
    try header.decrementEncryptionIndex()
    #expect((header.index, header.encryptionIndex) == (0, 0))
    #expect(throws: DropReason.indexExhausted) { try header.decrementIndex() }
    #expect(throws: DropReason.indexExhausted) { try header.decrementEncryptionIndex() }
  }
}
