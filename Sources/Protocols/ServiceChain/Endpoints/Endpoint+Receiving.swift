import Vocabulary

extension Endpoint {
  /// A frame from the network: whoever made it, nothing in it is to be trusted.
  mutating func receive(_ packet: PacketBuffer, at now: Instant, into effects: inout Effects) {
    effects.meter.charge(.packet)
    effects.meter.charge(.packetByte, packet.count)
    do throws(DropReason) {
      let ethernet = try EthernetHeader.pop(from: packet)
      guard ethernet.destination == settings.element.linkAddress else { throw DropReason.wrongRecipient }
      guard ethernet.type == .ipv4 else { throw DropReason.unknownProtocol }
      let header = try IPv4Header(in: packet)
      guard header.destination == settings.element.networkAddress else { throw DropReason.wrongRecipient }
      counters.packetsReceived += 1
      switch header.transport {
      case .udp: try receiveDatagram(packet, header, into: &effects)
      case .icmp: try receiveEcho(packet, header, at: now, into: &effects)
      case .tcp: try receiveSegment(packet, header, at: now, into: &effects)
      default: throw DropReason.unknownProtocol
      }
    } catch {
      effects.drop(because: error)
    }
  }

  func serves(_ port: UInt16) -> Bool { settings.serves.contains { $0.contains(port) } }

  private mutating func receiveDatagram(
    _ packet: PacketBuffer, _ header: IPv4Header, into effects: inout Effects
  ) throws(DropReason) {
    let udp = try UDPHeader(in: packet, at: header.byteCount, count: header.payloadCount)
    try udp.requireChecksum(
      in: packet, at: header.byteCount, source: header.source, destination: header.destination)
    guard serves(udp.destinationPort) else { throw .noListener }
    let start = header.byteCount + UDPHeader.byteCount
    guard udp.length >= UDPHeader.byteCount + PacketFactory.headSize else { throw .truncated }
    counters.datagramsReceived += 1
    let mark = Int64(bitPattern: packet.uint64(at: start))
    effects.note(Note(kind: EndpointNote.received.rawValue, subject: mark, value: Int64(header.totalLength)))
  }

  private mutating func receiveEcho(
    _ packet: PacketBuffer, _ header: IPv4Header, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    let echo = try ICMPEcho(in: packet, at: header.byteCount, count: header.payloadCount)
    switch echo.kind {
    case .request:
      // The data goes back as it came (RFC 1122, 3.2.2.6), in the same buffer.
      packet.removeLast(packet.count - header.totalLength)
      packet.removeFirst(header.byteCount + ICMPEcho.byteCount)
      packet.question = packet.mark
      packet.mark = nextAnswerMark()
      ICMPEcho(kind: .reply, identifier: echo.identifier, sequence: echo.sequence).push(on: packet)
      counters.echoesReturned += 1
      transmit(packet, .icmp, to: header.source, into: &effects)
    case .reply:
      let start = header.byteCount + ICMPEcho.byteCount
      guard header.payloadCount >= ICMPEcho.byteCount + PacketFactory.headSize else { throw .truncated }
      let mark = PacketMark(rawValue: Int64(bitPattern: packet.uint64(at: start)))
      let (age, isAbsurd) = now.nanoseconds.subtractingReportingOverflow(
        Int64(bitPattern: packet.uint64(at: start + 8)))
      let isOurs = echoSources.contains {
        $0.flow.sourcePort == echo.identifier && $0.flow.destination.networkAddress == header.source
          && Int64($0.flow.number) == mark.rawValue >> 40
      }
      guard isOurs, !isAbsurd, age >= 0 else { throw .unasked }
      counters.echoesAnswered += 1
      effects.note(Note(kind: EndpointNote.answered.rawValue, subject: mark.rawValue, value: age))
    }
  }

  private mutating func receiveSegment(
    _ packet: PacketBuffer, _ header: IPv4Header, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    let start = header.byteCount
    let tcp = try TCPHeader(in: packet, at: start, count: header.payloadCount)
    try TCPHeader.requireChecksum(
      in: packet, at: start, count: header.payloadCount, source: header.source, destination: header.destination)
    let segment = TCPSegment(tcp, count: header.payloadCount - tcp.byteCount)
    let key = StreamEnd.Key(peer: header.source, peerPort: tcp.sourcePort, port: tcp.destinationPort)
    if let place = streamPlaces[key] {
      let refusal = streams[place]!.connection.receive(segment, of: packet, at: start + tcp.byteCount, now: now)
      if let refusal { effects.drop(because: refusal) }
      return drive(place, at: now, into: &effects)
    }
    guard serves(tcp.destinationPort) else {
      refuse(segment, key, into: &effects)
      throw .noListener
    }
    try accept(segment, key, at: now, into: &effects)
  }
}
