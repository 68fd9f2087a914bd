import Vocabulary

extension TCPConnection {
  /// When `expire` is to be called next; nil while the connection waits for nothing.
  public var deadline: Instant? {
    var earliest = Instant.never
    if let retransmitAt { earliest = min(earliest, retransmitAt) }
    if case .delayed(let until) = acknowledgment { earliest = min(earliest, until) }
    if let closeAt { earliest = min(earliest, closeAt) }
    return earliest == .never ? nil : earliest
  }

  /// Does what is due; too early a call does nothing.
  public mutating func expire(at now: Instant) {
    if let closeAt, now >= closeAt {
      state = .closed
      self.closeAt = nil
    }
    if case .delayed(let until) = acknowledgment, now >= until { acknowledgment = .now }
    if let retransmitAt, now >= retransmitAt {
      self.retransmitAt = nil
      timedOut()
    }
  }

  private mutating func timedOut() {
    guard retransmissionsInRow < settings.maximumRetransmissions else { return fail(.timedOut) }
    retransmissionsInRow += 1
    switch state {
    case .synSent, .synReceived:
      timeouts += 1
      timeout.expired()
      next = 0
    case .established, .finWait1, .closeWait, .closing, .lastAck:
      if flight == 0 || window == 0 {
        next = unacknowledged
        mustProbe = true
        probesInRow += 1
      } else {
        sendAgain()
      }
    case .finWait2, .timeWait, .closed: break
    }
  }

  /// The retransmission timer expired (RFC 6298, 5.4 to 5.6): everything from the first hole on goes again, by slow start.
  private mutating func sendAgain() {
    timeouts += 1
    congestion.timedOut(flight: flight, highest: highest, isRepeated: retransmissionsInRow > 1)
    timeout.expired()
    next = unacknowledged
    timed = nil
    mustRetransmit = false
    partialAcknowledgments = 0
  }
}
