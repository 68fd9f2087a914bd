import Vocabulary

/// What became of the datagrams or echo requests of one flow: what iperf's server says of it, and its outages.
struct FlowRecord {
  private(set) var sent: Int64 = 0
  /// Arrived at least once.
  private(set) var delivered: Int64 = 0
  private(set) var duplicates: Int64 = 0
  /// Arrived after one that had left later.
  private(set) var reordered: Int64 = 0
  /// The smoothed difference of successive delays (RFC 3550, 6.4.1), in nanoseconds.
  private(set) var jitterNanoseconds: Double = 0
  private(set) var outages: OutageRecorder
  private var newest: Int64 = -1
  private var lastDelay: TimeSpan?

  /// `rate`: packets a second.
  init(rate: Double) { outages = OutageRecorder(rate: rate) }

  var lost: Int64 { sent - delivered }

  mutating func sent(_ sequence: Int64, at now: Instant) {
    sent += 1
    outages.sent(sequence, at: now)
  }

  /// How long it was under way, if it is the first time that this packet arrives, and it is one that left.
  mutating func arrived(_ sequence: Int64, at now: Instant) -> TimeSpan? {
    guard let left = outages.departure(of: sequence) else { return nil }
    guard outages.received(sequence, at: now) else {
      duplicates += 1
      return nil
    }
    delivered += 1
    if sequence < newest { reordered += 1 }
    newest = max(newest, sequence)
    let delay = now - left
    if let lastDelay {
      let difference = Double((delay - lastDelay).nanoseconds.magnitude)
      jitterNanoseconds += (difference - jitterNanoseconds) / 16
    }
    lastDelay = delay
    return delay
  }
}
