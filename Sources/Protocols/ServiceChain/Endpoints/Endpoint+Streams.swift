import Vocabulary

extension Endpoint {
  /// Opens the connection of one of the endpoint's own flows.
  mutating func open(_ flow: TrafficFlow, in slot: Int, at now: Instant, into effects: inout Effects) {
    guard case .stream(let bytes, let tcp) = flow.kind else {
      preconditionFailure("flow \(flow.number) has no connection")
    }
    let key = StreamEnd.Key(
      peer: flow.destination.networkAddress, peerPort: flow.destinationPort, port: flow.sourcePort)
    guard streamPlaces[key] == nil else { return effects.drop(because: .noConnection) }
    var connection = TCPConnection(opening: tcp, initialSequence: initialSequence(key, at: now))
    connection.write(bytes ?? 1 << 50)
    if bytes != nil { connection.close() }
    streams[slot] = StreamEnd(key, connection, flow: flow)
    streamPlaces[key] = slot
    if flow.stop != .never { streams[slot]!.stopsAt = flow.stop }
    drive(slot, at: now, into: &effects)
  }

  /// A SYN for a port that is served makes a connection.
  mutating func accept(
    _ segment: TCPSegment, _ key: StreamEnd.Key, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    guard
      let connection = TCPConnection(
        accepting: segment, settings: settings.tcp, initialSequence: initialSequence(key, at: now))
    else {
      refuse(segment, key, into: &effects)
      throw .noConnection
    }
    let own = settings.flows.count
    let free = streams[own...].firstIndex { $0 == nil }
    guard let place = free ?? (streams.count < own + settings.largestBacklog ? streams.count : nil) else {
      throw .noListener
    }
    if place == streams.count { streams.append(nil) }
    streams[place] = StreamEnd(key, connection, flow: nil)
    streamPlaces[key] = place
    drive(place, at: now, into: &effects)
  }

  /// Another for each connection and time (RFC 9293, 3.4.1: a clock of 4 microseconds and a function of the connection).
  private func initialSequence(_ key: StreamEnd.Key, at now: Instant) -> UInt32 {
    var mixer = SplitMix64(state: UInt64(key.peer) << 32 | UInt64(key.peerPort) << 16 | UInt64(key.port))
    return UInt32(truncatingIfNeeded: mixer.next()) &+ UInt32(truncatingIfNeeded: now.nanoseconds / 4_000)
  }

  /// Answers a segment of no connection with a reset (RFC 9293, 3.10.7.1).
  mutating func refuse(_ segment: TCPSegment, _ key: StreamEnd.Key, into effects: inout Effects) {
    guard !segment.flags.contains(.rst) else { return }
    let answer: TCPSegment
    if segment.flags.contains(.ack) {
      answer = TCPSegment(sequence: segment.acknowledgment, flags: .rst, window: 0)
    } else {
      answer = TCPSegment(
        sequence: 0, acknowledgment: segment.sequence &+ UInt32(segment.length), flags: [.rst, .ack], window: 0)
    }
    let packet = PacketBuffer(count: 0)
    packet.mark = nextAnswerMark()
    answer.header(from: key.port, to: key.peerPort)
      .push(on: packet, source: settings.element.networkAddress, destination: key.peer)
    transmit(packet, .tcp, to: key.peer, into: &effects)
  }

  mutating func expireStream(_ place: Int, at now: Instant, into effects: inout Effects) {
    guard streams.indices.contains(place), streams[place] != nil else { return }
    streams[place]!.armedFor = nil
    streams[place]!.connection.expire(at: now)
    if let stop = streams[place]!.stopsAt, now >= stop {
      streams[place]!.stopsAt = nil
      streams[place]!.connection.close(discardingUnsent: true)
    }
    drive(place, at: now, into: &effects)
  }

  /// Reads what arrived, sends what may go, and arms the timer.
  mutating func drive(_ place: Int, at now: Instant, into effects: inout Effects) {
    read(place, at: now, into: &effects)
    while let outgoing = streams[place]!.connection.nextSegment(at: now) {
      let packet = streams[place]!.packet(outgoing, from: settings.element)
      if let flow = streams[place]!.flow {
        packet.mark = PacketMark(source: flow.number, sequence: streamMarks[place]).rawValue
        streamMarks[place] += 1
      } else {
        packet.mark = nextAnswerMark()
      }
      transmit(packet, .tcp, to: streams[place]!.key.peer, into: &effects)
    }
    noteProgress(place, into: &effects)
    if streams[place]!.connection.state == .closed { return end(place, into: &effects) }
    let deadline = min(streams[place]!.connection.deadline ?? .never, streams[place]!.stopsAt ?? .never)
    // A timer that rings too early is armed again then: cheaper than to move it with every acknowledgment.
    guard deadline < streams[place]!.armedFor ?? .never else { return }
    streams[place]!.armedFor = deadline
    arm(place, for: deadline, at: now, into: &effects)
  }

  private mutating func read(_ place: Int, at now: Instant, into effects: inout Effects) {
    if !streams[place]!.connection.arrivals.isEmpty {
      let (right, wrong) = streams[place]!.read(at: now)
      counters.streamBytesReceived += right
      counters.bytesCorrupted += wrong
      let flow = Int64(streams[place]!.reads ?? 0)
      if right > 0 { effects.note(Note(kind: EndpointNote.streamed.rawValue, subject: flow, value: right)) }
      if wrong > 0 { effects.note(Note(kind: EndpointNote.corrupted.rawValue, subject: flow, value: wrong)) }
    }
    // The peer has said all: so has this end, which only listens.
    if streams[place]!.flow == nil, streams[place]!.connection.state == .closeWait {
      streams[place]!.connection.close()
    }
  }

  private mutating func noteProgress(_ place: Int, into effects: inout Effects) {
    guard let flow = streams[place]!.flow else { return }
    let connection = streams[place]!.connection
    if !streams[place]!.isOpenNoted, connection.state != .synSent, connection.state != .closed {
      streams[place]!.isOpenNoted = true
      effects.note(Note(kind: EndpointNote.opened.rawValue, subject: Int64(flow.number)))
    }
    let more = connection.retransmissions - streams[place]!.noted
    guard more > 0 else { return }
    streams[place]!.noted += more
    counters.retransmissions += Int64(more)
    effects.note(Note(kind: EndpointNote.retransmitted.rawValue, subject: Int64(flow.number), value: Int64(more)))
  }

  /// Forgets a connection that is closed.
  private mutating func end(_ place: Int, into effects: inout Effects) {
    let stream = streams[place]!
    streams[place] = nil
    streamPlaces[stream.key] = nil
    if places.indices.contains(place) { places[place] = .none }
    guard let number = stream.flow?.number ?? stream.reads else { return }
    if stream.connection.failure != nil {
      effects.note(Note(kind: EndpointNote.failed.rawValue, subject: Int64(number)))
    } else if stream.flow != nil {
      let bytes = stream.connection.acknowledgedBytes
      effects.note(Note(kind: EndpointNote.finished.rawValue, subject: Int64(number), value: bytes))
    }
  }
}
