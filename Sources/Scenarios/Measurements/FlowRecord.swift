import Vocabulary

/// What became of the datagrams or echo requests of one flow: what iperf's server says of it, and its outages.
struct FlowRecord {
  private(set) var sent: Int64 = 0
  /// Arrived at least once.
  private(set) var delivered: Int64 = 0
  /// At the end of the run.
  private(set) var underWay: Int64 = 0
  private(set) var duplicates: Int64 = 0
  /// Arrived after one that had left later.
  private(set) var reordered: Int64 = 0
  private var smoothedDifference: Double = 0
  private(set) var outages: OutageRecorder
  private var newest: Int64 = -1
  private var lastDelay: TimeSpan?

  /// `rate`: packets a second.
  init(rate: Double) { outages = OutageRecorder(rate: rate) }

  /// The smoothed difference of successive delays (RFC 3550, 6.4.1), in nanoseconds. Delays are whole ones, so half of one and less
  /// is what the smoothing has left of differences long past: 0.
  var jitterNanoseconds: Double { smoothedDifference > 0.5 ? smoothedDifference : 0 }

  var lost: Int64 { sent - delivered - underWay }

  mutating func sent(_ sequence: Int64, at now: Instant) {
    sent += 1
    outages.sent(sequence, at: now)
  }

  /// The run ends, and the packet, or the answer to it, is somewhere on its way.
  mutating func isStillUnderWay(_ sequence: Int64) {
    if outages.isStillUnderWay(sequence) { underWay += 1 }
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
      smoothedDifference += (difference - smoothedDifference) / 16
    }
    lastDelay = delay
    return delay
  }
}
