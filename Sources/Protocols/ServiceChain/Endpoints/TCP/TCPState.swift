/// Where a connection stands (RFC 9293, 3.3.2). LISTEN is the endpoint's: it makes a connection of each SYN.
public enum TCPState: Sendable {
  case synSent
  case synReceived
  case established
  case finWait1
  case finWait2
  case closeWait
  case closing
  case lastAck
  case timeWait
  case closed

  /// Both have sent and acknowledged a SYN, and the own FIN is not acknowledged yet: data may still go out.
  var mayTransmit: Bool {
    switch self {
    case .established, .finWait1, .closeWait, .closing, .lastAck: true
    case .synSent, .synReceived, .finWait2, .timeWait, .closed: false
    }
  }

  /// The peer's FIN has not come yet.
  var mayReceive: Bool {
    switch self {
    case .established, .finWait1, .finWait2: true
    case .synSent, .synReceived, .closeWait, .closing, .lastAck, .timeWait, .closed: false
    }
  }
}
