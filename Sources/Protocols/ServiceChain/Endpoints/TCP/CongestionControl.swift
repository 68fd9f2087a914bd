/// How many bytes may be under way: slow start, congestion avoidance, fast retransmit and NewReno's fast recovery (RFC 5681,
/// 6582, limited transmit of 3042).
struct CongestionControl {
  /// SMSS.
  private let segment: Int64
  /// cwnd.
  private(set) var window: Int64
  /// ssthresh.
  private(set) var threshold = Int64.max
  /// Duplicate acknowledgments in a row.
  private(set) var duplicates = 0
  /// Between a fast retransmit and the acknowledgment of all that was sent before it.
  private(set) var isRecovering = false
  /// The highest position sent when the last loss was noticed (RFC 6582, "recover"). Nothing lost at first.
  private var recover: Int64 = -1
  /// Bytes acknowledged since the window last grew in congestion avoidance.
  private var counted: Int64 = 0

  init(segment: Int, initialSegments: Int) {
    self.segment = Int64(segment)
    window = Int64(segment) * Int64(initialSegments)
  }

  var isSlowStart: Bool { window < threshold }

  /// What may be under way beyond `window` for the first two duplicates (limited transmit).
  var allowance: Int64 {
    guard !isRecovering else { return 0 }
    return Int64(min(duplicates, 2)) * segment
  }

  /// `bytes` more are acknowledged, up to `position`, of the `flight` that was under way. True if the next hole must be sent again.
  mutating func acknowledged(_ bytes: Int64, upTo position: Int64, flight: Int64) -> Bool {
    duplicates = 0
    guard isRecovering else {
      grow(bytes, flight: flight)
      return false
    }
    guard position < recover else {
      // A full acknowledgment (RFC 6582, 3.2, step 3).
      isRecovering = false
      window = min(threshold, max(flight - bytes, segment) + segment)
      counted = 0
      return false
    }
    // A partial one: the window shrinks by what left, and takes the segment that goes again.
    window = max(window - bytes, 0)
    if bytes >= segment { window += segment }
    window = max(window, segment)
    return true
  }

  private mutating func grow(_ bytes: Int64, flight: Int64) {
    // Who does not use the window learns nothing about it.
    guard flight + segment >= window else { return }
    if isSlowStart {
      window += min(bytes, segment)
      return
    }
    counted += bytes
    guard counted >= window else { return }
    counted -= window
    window += segment
  }

  /// An acknowledgment said nothing new, while `flight` bytes are under way up to `highest`. True if the segment at
  /// `position` must be sent again at once.
  mutating func duplicated(at position: Int64, flight: Int64, highest: Int64) -> Bool {
    duplicates += 1
    guard !isRecovering else {
      window += segment
      return false
    }
    guard duplicates == 3 else { return false }
    // Duplicates of what was sent before a loss that is already seen to are no new loss (RFC 6582, 4.1).
    guard position > recover else { return false }
    threshold = max(flight / 2, 2 * segment)
    window = threshold + 3 * segment
    recover = highest
    isRecovering = true
    return true
  }

  /// The timer expired; `isRepeated`: for the same segment again, which says nothing more (RFC 5681, 3.1).
  mutating func timedOut(flight: Int64, highest: Int64, isRepeated: Bool) {
    if !isRepeated { threshold = max(flight / 2, 2 * segment) }
    window = segment
    recover = highest
    isRecovering = false
    duplicates = 0
    counted = 0
  }
}
