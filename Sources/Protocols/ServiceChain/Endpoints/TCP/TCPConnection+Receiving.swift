import Vocabulary

extension TCPConnection {
  /// Takes a segment whose payload stands at `offset` of the packet. Nil, or why it, or its payload, is not used.
  public mutating func receive(
    _ segment: TCPSegment, of packet: PacketBuffer, at offset: Int, now: Instant
  ) -> DropReason? {
    switch state {
    case .closed: return .noConnection
    case .synSent: return receiveAnswer(segment, now)
    case .synReceived, .established, .finWait1, .finWait2, .closeWait, .closing, .lastAck, .timeWait: break
    }
    let start = Self.position(of: segment.sequence, from: initialReceive, near: expected)
    if let refusal = check(segment, at: start) { return refusal }
    guard acceptAcknowledgment(segment, at: start, now: now) else { return .badAcknowledgment }
    return receivePayload(segment, of: packet, at: offset, start: start, now: now)
  }

  // MARK: Opening

  /// SYN-SENT (RFC 9293, 3.10.7.3); a simultaneous opening is not supported.
  private mutating func receiveAnswer(_ segment: TCPSegment, _ now: Instant) -> DropReason? {
    let position = Self.position(of: segment.acknowledgment, from: initialSend, near: unacknowledged)
    let isOurs = segment.flags.contains(.ack) && position == 1 && highest >= 1
    if segment.flags.contains(.rst) {
      guard isOurs else { return .badAcknowledgment }
      fail(.reset)
      return nil
    }
    guard isOurs else {
      if segment.flags.contains(.ack) { reset = segment.acknowledgment }
      return .badAcknowledgment
    }
    guard segment.flags.contains(.syn) else { return .outsideWindow }
    takeSYN(segment)
    windowAcknowledgment = 1
    acknowledgment = .now
    unacknowledged = 1
    opened(now)
    return nil
  }

  /// Takes over the peer's initial sequence number and options.
  mutating func takeSYN(_ segment: TCPSegment) {
    initialReceive = segment.sequence
    expected = 1
    let offered = Int(segment.maximumSegmentSize ?? 536)
    segmentSize = max(1, min(offered, settings.maximumSegmentSize))
    // Both ends scale, or none (RFC 7323, 2.2).
    if let shift = segment.windowScale {
      peerScales = true
      sendShift = min(shift, 14)
      receiveShift = settings.windowScale
    }
    window = Int64(segment.window)
    largestWindow = window
  }

  /// Both ends know that the other is there.
  mutating func opened(_ now: Instant) {
    state = .established
    retransmitAt = nil
    retransmissionsInRow = 0
    // A lost SYN is taken for congestion (RFC 5681, 3.1).
    let segments = timeouts > 0 ? 1 : settings.initialWindow
    congestion = CongestionControl(segment: segmentSize, initialSegments: segments)
    if let timed { timeout.measured(now - timed.sentAt) } else { timeout.openedLate() }
    timed = nil
  }

  // MARK: Checks

  /// Whether the segment can be of this connection at all (RFC 9293, 3.10.7.4; RFC 5961).
  private mutating func check(_ segment: TCPSegment, at start: Int64) -> DropReason? {
    let length = Int64(segment.length)
    let edge = max(promised, expected)
    let isInWindow = start <= edge && (start + length > expected || (length == 0 && start >= expected))
    if segment.flags.contains(.rst) {
      guard isInWindow else { return .outsideWindow }
      guard start == expected else {
        acknowledgment = .now
        return .outsideWindow
      }
      fail(.reset)
      return .connectionReset
    }
    if segment.flags.contains(.syn) {
      // The peer's SYN again: our answer was lost.
      if state == .synReceived, start == 0 { next = 0 } else { acknowledgment = .now }
      return .outsideWindow
    }
    guard isInWindow else {
      acknowledgment = .now
      return .outsideWindow
    }
    guard segment.flags.contains(.ack) else { return .badAcknowledgment }
    return nil
  }

  mutating func fail(_ failure: TCPFailure) {
    self.failure = failure
    state = .closed
    retransmitAt = nil
    closeAt = nil
    acknowledgment = .none
    early.removeAll()
  }

  // MARK: Data

  private mutating func receivePayload(
    _ segment: TCPSegment, of packet: PacketBuffer, at offset: Int, start: Int64, now: Instant
  ) -> DropReason? {
    let end = start + Int64(segment.count)
    guard segment.count > 0 || segment.flags.contains(.fin) else { return nil }
    guard state.mayReceive else {
      acknowledgment = .now
      return .outsideWindow
    }
    // A FIN counts where the window reaches it, and does not move.
    if segment.flags.contains(.fin), finish == nil, end <= max(promised, expected) { finish = end }
    let usableEnd = min(end, max(promised, expected), finish ?? .max)
    guard usableEnd > expected else {
      // Seen before, a probe of a closed window, or a FIN without data.
      acknowledgment = .now
      takeFinish(now)
      return finish == end ? nil : .outsideWindow
    }
    let piece = ReassemblyQueue.Piece(
      position: start, packet: packet, offset: offset, count: Int(usableEnd - start)
    ).dropping(before: expected)
    guard piece.position == expected else {
      // Told at once, so that the sender notices the hole (RFC 5681, 4.2).
      acknowledgment = .now
      return early.insert(piece) ? nil : .alreadyReceived
    }
    let hadHole = !early.isEmpty
    deliver(piece)
    while let piece = early.take(at: expected) { deliver(piece) }
    if hadHole { acknowledgment = .now } else { acknowledgeLater(segment.count, now) }
    takeFinish(now)
    return nil
  }

  private mutating func deliver(_ piece: ReassemblyQueue.Piece) {
    expected = piece.end
    unread += Int64(piece.count)
    arrivals.append(
      Arrival(packet: piece.packet, offset: piece.offset, count: piece.count, position: piece.position - 1))
  }

  /// Every second full-sized segment is answered at once (RFC 1122, 4.2.3.2).
  private mutating func acknowledgeLater(_ count: Int, _ now: Instant) {
    if count >= segmentSize { unansweredSegments += 1 }
    switch acknowledgment {
    case .now: break
    case .delayed: if unansweredSegments >= 2 { acknowledgment = .now }
    case .none:
      acknowledgment = unansweredSegments >= 2 ? .now : .delayed(until: now + settings.acknowledgmentDelay)
    }
  }

  /// The peer's FIN, once everything before it is here.
  private mutating func takeFinish(_ now: Instant) {
    guard let finish, expected == finish else { return }
    expected = finish + 1
    acknowledgment = .now
    switch state {
    case .established: state = .closeWait
    case .finWait1: state = .closing
    case .finWait2: enterTimeWait(now)
    case .synSent, .synReceived, .closeWait, .closing, .lastAck, .timeWait, .closed: break
    }
  }

  mutating func enterTimeWait(_ now: Instant) {
    state = .timeWait
    retransmitAt = nil
    closeAt = now + settings.timeWait
  }
}
