import Testing
import Vocabulary

@testable import Protocols

@Suite("Endpoints")
struct EndpointTests {
  private func flow(
    _ kind: TrafficFlow.Kind, number: Int = 5, start: Instant = .start, stop: Instant = .never, port: UInt16 = 80
  ) -> TrafficFlow {
    TrafficFlow(
      number: number, kind, to: EndpointPath.server, sourcePort: 40_000 + UInt16(number), destinationPort: port,
      start: start, stop: stop)
  }

  @Test("a constant rate sends evenly, and every datagram is numbered, marked and full of the flow's secret")
  func constantRate() {
    let path = EndpointPath([flow(.constant(.perSecond(64), size: 512), stop: .start + .seconds(2))])
    path.run(until: .start + .seconds(5))
    #expect(path.frames.count == 128)
    for (k, frame) in path.frames.enumerated() {
      let mark = PacketMark(source: 5, sequence: Int64(k))
      #expect(frame.packet.mark == mark.rawValue)
      #expect(frame.packet.count == 512 + EthernetHeader.byteCount)
      #expect(frame.packet.withUnsafeBytes(FlowSecret.flow(seenIn:)) == 5)
    }
    #expect(path.endpoints[1].counters.datagramsReceived == 128)
    let received = path.notes(.received, of: 1)
    #expect(received.map(\.subject) == (0..<128).map { PacketMark(source: 5, sequence: $0).rawValue })
    #expect(received.allSatisfy { $0.value == 512 })
    #expect(path.drops == [[], []])
  }

  @Test("the frames are IPv4 and UDP between the elements' addresses, with right checksums")
  func frames() throws {
    let path = EndpointPath([flow(.constant(.perSecond(1), size: 100), stop: .start + .seconds(1))])
    let packet = path.frames.first?.packet
    path.run(until: .start + .seconds(2))
    #expect(packet == nil)
    let frame = try #require(path.frames.first).packet
    let ethernet = try EthernetHeader.pop(from: frame)
    #expect(ethernet.source == EndpointPath.client.linkAddress)
    #expect(ethernet.destination == EndpointPath.server.linkAddress)
    let header = try IPv4Header(in: frame)
    #expect(header.source == EndpointPath.client.networkAddress)
    #expect(header.destination == EndpointPath.server.networkAddress)
    #expect(header.totalLength == 100)
    let udp = try UDPHeader(in: frame, at: 20, count: 80)
    #expect(udp.sourcePort == 40_005)
    #expect(udp.destinationPort == 80)
    try udp.requireChecksum(in: frame, at: 20, source: header.source, destination: header.destination)
  }

  @Test("a ping measures the round trip")
  func ping() {
    let path = EndpointPath([flow(.ping(every: .seconds(1), size: 84), stop: .start + .seconds(5))])
    path.oneWay = .microseconds(12_345)
    path.run(until: .start + .seconds(10))
    let answers = path.notes(.answered, of: 0)
    #expect(answers.map(\.subject) == (0..<5).map { PacketMark(source: 5, sequence: $0).rawValue })
    #expect(answers.allSatisfy { $0.value == 24_690_000 })
    #expect(path.endpoints[1].counters.echoesReturned == 5)
    let returned = path.frames.filter { $0.sender == 1 }.map { PacketMark(rawValue: $0.packet.mark) }
    #expect(returned == (0..<5).map { PacketMark(source: 1_002, sequence: $0) })
  }

  @Test("a stream carries all its bytes, right, through real segments, whatever is lost")
  func stream() {
    var random = RandomStream(seed: 4)
    let path = EndpointPath([flow(.stream(bytes: 300_000, TCPSettings()))])
    path.spoil = { packet, _ in random.unit() < 0.02 ? nil : packet }
    path.run(until: .start + .seconds(120))
    #expect(path.endpoints[1].counters.streamBytesReceived == 300_000)
    #expect(path.endpoints[1].counters.bytesCorrupted == 0)
    #expect(path.notes(.opened, of: 0).map(\.subject) == [5])
    #expect(path.notes(.finished, of: 0).map(\.value) == [300_000])
    #expect(path.notes(.streamed, of: 1).map(\.value).reduce(0, +) == 300_000)
    #expect(path.notes(.streamed, of: 1).allSatisfy { $0.subject == 5 })
    #expect(path.notes(.retransmitted, of: 0).map(\.value).reduce(0, +) == path.endpoints[0].counters.retransmissions)
    #expect(path.endpoints[0].counters.retransmissions > 0)
  }

  @Test("every full segment shows the secret")
  func secretInSegments() {
    let path = EndpointPath([flow(.stream(bytes: 100_000, TCPSettings()))])
    path.run(until: .start + .seconds(10))
    let full = path.frames.filter { $0.packet.count >= 1_460 }
    #expect(full.count > 60)
    for frame in full { #expect(frame.packet.withUnsafeBytes(FlowSecret.flow(seenIn:)) == 5) }
  }

  @Test("a stream stops when it is told, and others of all kinds go on beside it")
  func together() {
    let flows = [
      flow(.stream(bytes: nil, TCPSettings()), number: 0, stop: .start + .seconds(2)),
      flow(.stream(bytes: nil, TCPSettings()), number: 1, start: .start + .seconds(1), stop: .start + .seconds(3)),
      flow(.constant(.perSecond(100), size: 200), number: 2, stop: .start + .seconds(4)),
      flow(.ping(every: .milliseconds(500), size: 84), number: 3, stop: .start + .seconds(4)),
    ]
    let path = EndpointPath(flows)
    path.run(until: .start + .seconds(70))
    #expect(path.notes(.finished, of: 0).map(\.subject).sorted() == [0, 1])
    #expect(path.endpoints[1].counters.datagramsReceived == 400)
    #expect(path.endpoints[0].counters.echoesAnswered == 8)
    #expect(path.endpoints[0].connection(ofFlow: 0) == nil)
    // Each could send 512 kB in 20 ms but for its congestion window, which had two seconds to open.
    for number in 0...1 {
      let bytes = path.notes(.streamed, of: 1).filter { $0.subject == Int64(number) }.map(\.value).reduce(0, +)
      #expect(bytes > 20_000_000)
    }
  }

  @Test("a port that nobody serves answers with a reset, and drops datagrams")
  func refused() {
    let path = EndpointPath(
      [flow(.stream(bytes: 10, TCPSettings()), number: 1), flow(.constant(.perSecond(1), size: 100), number: 2)],
      serves: [100...200])
    path.run(until: .start + .milliseconds(500))
    #expect(path.notes(.failed, of: 0).map(\.subject) == [1])
    #expect(path.drops[1] == [.noListener, .noListener])
  }

  @Test("frames of others, of other protocols and damaged ones are dropped with a reason")
  func foreign() {
    let path = EndpointPath([])
    func arrive(_ change: (PacketBuffer) -> Void) {
      let source = EndpointPath([flow(.constant(.perSecond(1), size: 100))])
      source.run(until: .start + .milliseconds(1))
      let frame = source.frames[0].packet
      change(frame)
      path.step(.packet(frame, on: PortNumber(0)), 1)
    }
    arrive { $0[5] = 9 }
    arrive { $0[12] = 0x86 }
    arrive { $0[14 + 40] ^= 1 }
    arrive { $0[14 + 16] ^= 1 }
    arrive { $0.removeLast(1) }
    arrive { $0.removeLast(105) }
    #expect(
      path.drops[1] == [.wrongRecipient, .unknownProtocol, .badChecksum, .badChecksum, .truncated, .truncated])
    #expect(path.endpoints[1].counters.datagramsReceived == 0)
  }

  @Test("no frame traps: real ones with bits changed, cut or lengthened", arguments: 1...10)
  func hostile(seed: UInt64) {
    var random = RandomStream(seed: seed)
    let flows = [
      flow(.stream(bytes: 50_000, TCPSettings()), number: 0),
      flow(.constant(.perSecond(200), size: 100), number: 1, stop: .start + .seconds(1)),
      flow(.ping(every: .milliseconds(5), size: 84), number: 2, stop: .start + .seconds(1)),
    ]
    let path = EndpointPath(flows)
    path.spoil = { packet, _ in
      guard random.unit() < 0.3, packet.count > 0 else { return packet }
      switch random.below(4) {
      case 0: packet.removeLast(Int(random.below(UInt64(packet.count))))
      case 1:
        packet.append(3)
        for k in 1...3 { packet[packet.count - k] = 0 }
      case 2: packet[Int(random.below(UInt64(packet.count)))] ^= 1 << UInt8(random.below(8))
      default: for _ in 0..<8 { packet[Int(random.below(UInt64(min(packet.count, 60))))] = UInt8(random.below(256)) }
      }
      return packet
    }
    path.run(until: .start + .seconds(300))
    #expect(path.endpoints[1].counters.bytesCorrupted == 0)
    #expect(path.endpoints[1].counters.streamBytesReceived == 50_000)
    #expect(!path.drops[1].isEmpty)
  }
}
