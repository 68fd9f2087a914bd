/// Why a connection ended early.
public enum TCPFailure: Sendable {
  /// The peer refused it or gave it up.
  case reset
  /// The peer did not answer for too long.
  case timedOut
}
