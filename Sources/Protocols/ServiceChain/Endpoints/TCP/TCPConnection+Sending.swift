import Vocabulary

extension TCPConnection {
  /// A segment that leaves.
  public struct Outgoing {
    public var segment: TCPSegment
    /// The first byte's place among the stream's bytes of data, from 0.
    public var position: Int64
    /// All or part of it was sent before.
    public var isRetransmission: Bool
  }

  /// The next segment that the windows allow or the peer waits for; nil when there is none. To be asked until it is nil
  /// after every `receive`, `expire`, `write`, `close` and `read`.
  public mutating func nextSegment(at now: Instant) -> Outgoing? {
    if let reset {
      self.reset = nil
      return Outgoing(
        segment: TCPSegment(sequence: reset, flags: .rst, window: 0), position: 0, isRetransmission: false)
    }
    switch state {
    case .closed: return nil
    case .synSent, .synReceived: return next == 0 ? opening(now) : nil
    case .established, .finWait1, .finWait2, .closeWait, .closing, .lastAck, .timeWait: break
    }
    if state.mayTransmit, let outgoing = nextData(now) { return outgoing }
    guard case .now = acknowledgment else { return nil }
    // After a timeout `next` stands before what the peer may have already.
    let position = window == 0 ? next : highest
    return outgoing(at: position, flags: .ack, count: 0, isRetransmission: false)
  }

  // MARK: What goes

  private mutating func nextData(_ now: Instant) -> Outgoing? {
    if mustRetransmit {
      mustRetransmit = false
      if unacknowledged < highest { return again(now) }
    }
    if mustProbe {
      mustProbe = false
      if hasMore { return probe(now) }
    }
    if let count = sendable() { return data(count, now) }
    // Nothing may go, and nothing is under way whose acknowledgment could change that: probe later.
    if hasMore, flight == 0, retransmitAt == nil { retransmitAt = now + timeout.span(after: probesInRow) }
    return nil
  }

  private mutating func opening(_ now: Instant) -> Outgoing {
    let isRepeated = highest > 0
    if isRepeated {
      retransmissions += 1
      timed = nil
    } else {
      timed = (1, now)
    }
    next = 1
    highest = 1
    retransmitAt = now + timeout.span
    let isAnswer = state == .synReceived
    let offersScale = !isAnswer || peerScales
    promised = max(promised, 1 + Int64(min(settings.receiveWindow, 65_535)))
    return Outgoing(
      segment: TCPSegment(
        sequence: initialSend, acknowledgment: isAnswer ? initialReceive &+ 1 : 0,
        flags: isAnswer ? [.syn, .ack] : .syn,
        window: UInt16(min(settings.receiveWindow, 65_535)),
        maximumSegmentSize: UInt16(clamping: settings.maximumSegmentSize),
        windowScale: offersScale ? settings.windowScale : nil),
      position: 0, isRetransmission: isRepeated)
  }

  /// Data that was never sent, or goes once more after a timeout, or a FIN that is not acknowledged.
  private var hasMore: Bool { next < written || (isFinishing && next == written) }

  /// Bytes of data for the next segment, 0 for a FIN alone, nil if nothing may go now.
  private func sendable() -> Int64? {
    guard hasMore else { return nil }
    let room = unacknowledged + min(congestion.window + congestion.allowance, window) - next
    guard room > 0 else { return nil }
    let remaining = written - next
    let count = min(Int64(segmentSize), remaining, room)
    // Small segments only for the end of the data, or where the window was never larger (RFC 9293, 3.8.6.2.1).
    guard count == Int64(segmentSize) || count == remaining || count >= largestWindow / 2 else { return nil }
    return count
  }

  private mutating func data(_ count: Int64, _ now: Instant) -> Outgoing {
    probesInRow = 0
    return transmit(from: next, count, withFinish: fits(finishAfter: next + count), now)
  }

  /// Whether a FIN goes with the segment that ends there.
  private func fits(finishAfter end: Int64) -> Bool {
    guard isFinishing else { return false }
    return end == written && (end < unacknowledged + window || end < highest)
  }

  /// The first segment that is not acknowledged, whatever the windows say.
  private mutating func again(_ now: Instant) -> Outgoing {
    let position = unacknowledged
    let count = max(0, min(Int64(segmentSize), written - position, highest - position))
    let behind = next
    let outgoing = transmit(from: position, count, withFinish: highest > written && position + count == written, now)
    next = max(next, behind)
    return outgoing
  }

  private mutating func probe(_ now: Instant) -> Outgoing {
    probes += 1
    let position = next
    let count = min(max(1, min(window, Int64(segmentSize))), written - position)
    let outgoing = transmit(from: position, count, withFinish: count == 0, now)
    if window == 0 {
      next = position
      retransmitAt = now + timeout.span(after: probesInRow)
    } else {
      probesInRow = 0
    }
    return outgoing
  }

  private mutating func transmit(from position: Int64, _ count: Int64, withFinish: Bool, _ now: Instant) -> Outgoing {
    let end = position + count + (withFinish ? 1 : 0)
    let isRepeated = position < highest
    if isRepeated {
      retransmissions += 1
      timed = nil
    } else if timed == nil, window > 0 {
      timed = (end, now)
    }
    next = end
    highest = max(highest, end)
    if retransmitAt == nil { retransmitAt = now + timeout.span }
    var flags: TCPFlags = .ack
    if count > 0, position + count == written { flags.insert(.psh) }
    if withFinish {
      flags.insert(.fin)
      switch state {
      case .established: state = .finWait1
      case .closeWait: state = .lastAck
      case .synSent, .synReceived, .finWait1, .finWait2, .closing, .lastAck, .timeWait, .closed: break
      }
    }
    return outgoing(at: position, flags: flags, count: Int(count), isRetransmission: isRepeated)
  }

  /// The segment, which acknowledges all that came, and tells the receive window.
  private mutating func outgoing(
    at position: Int64, flags: TCPFlags, count: Int, isRetransmission: Bool
  ) -> Outgoing {
    acknowledgment = .none
    unansweredSegments = 0
    // The window opens by whole segments (RFC 9293, 3.8.6.2.2).
    if edge - promised >= Int64(min(segmentSize, settings.receiveWindow / 2)) { promised = edge }
    let open = max(0, promised - expected) >> Int64(receiveShift)
    return Outgoing(
      segment: TCPSegment(
        sequence: sequence(of: position), acknowledgment: initialReceive &+ UInt32(truncatingIfNeeded: expected),
        flags: flags, window: UInt16(min(open, 65_535)), count: count),
      position: position - 1, isRetransmission: isRetransmission)
  }
}
