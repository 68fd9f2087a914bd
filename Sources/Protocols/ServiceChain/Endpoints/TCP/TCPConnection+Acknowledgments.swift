import Vocabulary

extension TCPConnection {
  /// The acknowledgment and the window of an acceptable segment. False if it acknowledges what was never sent.
  mutating func acceptAcknowledgment(_ segment: TCPSegment, at start: Int64, now: Instant) -> Bool {
    let position = Self.position(of: segment.acknowledgment, from: initialSend, near: unacknowledged)
    guard position <= highest else {
      if state == .synReceived { reset = segment.acknowledgment } else { acknowledgment = .now }
      return false
    }
    if state == .synReceived {
      guard position >= 1 else {
        reset = segment.acknowledgment
        return false
      }
      unacknowledged = 1
      opened(now)
      windowSequence = start
      windowAcknowledgment = position
    }
    if flight == 0 { retransmissionsInRow = 0 }
    if position > unacknowledged {
      advance(to: position, now)
    } else if position == unacknowledged, isDuplicate(segment) {
      if congestion.duplicated(at: position, flight: flight, highest: highest) {
        fastRetransmits += 1
        mustRetransmit = true
      }
    }
    // An old acknowledgment says nothing about the window.
    if position == unacknowledged { updateWindow(segment, at: start, position) }
    return true
  }

  /// As RFC 5681, 2, defines it.
  private func isDuplicate(_ segment: TCPSegment) -> Bool {
    guard next > unacknowledged else { return false }
    guard segment.count == 0 else { return false }
    guard segment.flags.isDisjoint(with: [.syn, .fin]) else { return false }
    return Int64(segment.window) << Int64(sendShift) == window
  }

  private mutating func advance(to position: Int64, _ now: Instant) {
    let bytes = position - unacknowledged
    let flightBefore = flight
    unacknowledged = position
    next = max(next, position)
    retransmissionsInRow = 0
    if let timed, position >= timed.end {
      timeout.measured(now - timed.sentAt)
      self.timed = nil
    }
    let wasRecovering = congestion.isRecovering
    if congestion.acknowledged(bytes, upTo: position, flight: flightBefore) {
      // Only the first partial acknowledgment restarts the timer (RFC 6582, 4, the impatient variant).
      mustRetransmit = true
      if partialAcknowledgments == 0 { retransmitAt = now + timeout.span }
      partialAcknowledgments += 1
    } else {
      if wasRecovering { mustRetransmit = false }
      partialAcknowledgments = 0
      retransmitAt = unacknowledged < highest ? now + timeout.span : nil
    }
    if unacknowledged == highest { retransmitAt = nil }
    acknowledgeFinish(now)
  }

  /// SND.WND moves with segments that are not older than the last that moved it (RFC 9293, 3.10.7.4).
  private mutating func updateWindow(_ segment: TCPSegment, at start: Int64, _ position: Int64) {
    guard windowSequence < start || (windowSequence == start && windowAcknowledgment <= position) else { return }
    let wasClosed = window == 0
    window = Int64(segment.window) << Int64(sendShift)
    largestWindow = max(largestWindow, window)
    windowSequence = start
    windowAcknowledgment = position
    guard wasClosed, window > 0, flight == 0 else { return }
    mustProbe = false
    probesInRow = 0
    retransmitAt = nil
  }

  /// The own FIN is acknowledged with everything before it.
  private mutating func acknowledgeFinish(_ now: Instant) {
    guard isFinishing, unacknowledged == written + 1 else { return }
    switch state {
    case .finWait1: state = .finWait2
    case .closing: enterTimeWait(now)
    case .lastAck:
      state = .closed
      retransmitAt = nil
    case .synSent, .synReceived, .established, .finWait2, .closeWait, .timeWait, .closed: break
    }
  }
}
