import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("What an adversary sees of a frame, and what it changes")
struct FrameAnatomyTests {
  private func user() -> PacketBuffer {
    let packet = PacketBuffer((0..<64).map { UInt8($0) })
    UDPHeader.push(on: packet, sourcePort: 5, destinationPort: 80, checksum: .between(source: 1, destination: 2))
    IPv4Header(totalLength: 0, transport: .udp, source: 1, destination: 2).push(on: packet)
    return packet
  }

  private func framed(_ packet: PacketBuffer, _ type: EtherType) -> PacketBuffer {
    EthernetHeader(destination: 3, source: 4, type: type).push(on: packet)
    return packet
  }

  private func tunnelled() -> PacketBuffer {
    let packet = PacketBuffer([0, 0, 1, 2, 0, 0, 0, 9] + [UInt8](repeating: 0xAA, count: 64))
    IPv4Header(totalLength: 0, transport: .esp, source: 7, destination: 8).push(on: packet)
    let inner = NetworkServiceHeader(path: ServicePathID(5), index: 254)
    inner.push(on: packet)
    NetworkServiceHeader(encryptionPath: EncryptionPathID(6), on: inner).push(on: packet)
    VXLANGPEHeader(networkIdentifier: 1, nextProtocol: .nsh).push(on: packet)
    UDPHeader.push(on: packet, sourcePort: 1, destinationPort: VXLANGPEHeader.port, checksum: .none)
    IPv4Header(totalLength: 0, transport: .udp, source: 10, destination: 11).push(on: packet)
    return framed(packet, .ipv4)
  }

  @Test("a user's frame has no header of a chain; one within a site has one; an encrypted one in a tunnel has two")
  func headers() {
    let plain = FrameAnatomy(framed(user(), .ipv4))
    #expect(plain.service == nil && plain.content == 14)
    let packet = user()
    NetworkServiceHeader(path: ServicePathID(5), index: 253).push(on: packet)
    let inside = FrameAnatomy(framed(packet, .nsh))
    #expect(inside.place?.path == ServicePathID(5) && inside.place?.index == 253)
    #expect(inside.inner == nil && inside.content == 14 + 8)
    let outside = FrameAnatomy(tunnelled())
    #expect(outside.tunnel?.source == 10 && outside.tunnel?.destination == 11)
    #expect(outside.service?.header.encryptionPath == EncryptionPathID(6))
    #expect(outside.inner?.header.path == ServicePathID(5))
    #expect(outside.association?.spi == 0x102 && outside.association?.sequence == 9)
  }

  @Test("any bytes are taken apart without a trap")
  func hostile() {
    var stream = RandomStreams(seed: 5).stream("bytes")
    for _ in 0..<2_000 {
      let whole = tunnelled()
      whole.removeLast(Int(stream.below(UInt64(whole.count))))
      if whole.count > 0 { whole[Int(stream.below(UInt64(whole.count)))] = UInt8(stream.below(256)) }
      _ = FrameAnatomy(whole)
      for change in ChainAdversary.Change.allCases { _ = ChainAdversary.apply(change, to: whole.copy(), &stream) }
    }
  }

  @Test("every change changes an encrypted packet, and leaves the IPv4 header's sum right")
  func changes() throws {
    var stream = RandomStreams(seed: 5).stream("changes")
    for change in ChainAdversary.Change.allCases {
      let frame = tunnelled()
      // Random data: words that are the same cannot be swapped.
      for place in 90..<120 { frame[place] = UInt8(stream.below(256)) }
      // A forwarder has counted it down.
      var header = try NetworkServiceHeader(in: frame, at: 50)
      try header.decrementTimeToLive()
      header.write(to: frame, at: 50)
      let before = frame.bytes
      #expect(ChainAdversary.apply(change, to: frame, &stream), "\(change)")
      #expect(frame.bytes != before, "\(change)")
      if change != .end { _ = try IPv4Header(in: frame, at: 14) }
    }
  }

  @Test("contents that are changed keep the checksum, so that only a key tells")
  func checksum() throws {
    var stream = RandomStreams(seed: 5).stream("checksum")
    let packet = user()
    NetworkServiceHeader(path: ServicePathID(5), index: 253).push(on: packet)
    let frame = framed(packet, .nsh)
    let before = frame.bytes
    #expect(ChainAdversary.apply(.contents, to: frame, &stream))
    #expect(frame.bytes != before)
    let udp = try UDPHeader(in: frame, at: 14 + 8 + 20, count: 72)
    try udp.requireChecksum(in: frame, at: 14 + 8 + 20, source: 1, destination: 2)
  }

  @Test("a mark says whose packet it is, and is nobody's that is honest")
  func marks() throws {
    for (origin, isForged) in [
      (AdversaryMark.Origin.links(attack: 3), true), (.function(node: 70_000), false), (.links(attack: 0), false),
    ] {
      let mark = AdversaryMark(origin, isContentForged: isForged, isLifeProlonged: !isForged, serial: -1)
      let read = try #require(AdversaryMark(rawValue: mark.rawValue))
      #expect(read.origin == origin && read.isContentForged == isForged && read.isLifeProlonged == !isForged)
      #expect(read.isInsider == (origin == .function(node: 70_000)))
      #expect(PacketMark(rawValue: mark.rawValue).source >= PacketMark.sources)
    }
    #expect(AdversaryMark(rawValue: PacketMark(source: 1, sequence: 2).rawValue) == nil)
  }
}
