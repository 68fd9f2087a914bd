import Protocols
import Report
import Vocabulary

/// Follows the datagrams and echo requests of each flow from their source to their receiver, by what endpoints note. It observes;
/// nothing depends on it.
public final class PacketRecorder {
  /// What iperf's server says of a flow of datagrams.
  public struct FlowReport: Hashable, Sendable {
    public var sent: Int64 = 0
    /// Arrived at least once.
    public var delivered: Int64 = 0
    public var duplicates: Int64 = 0
    /// Arrived after one that had left later.
    public var reordered: Int64 = 0
    /// The smoothed difference of successive delays (RFC 3550, 6.4.1), in nanoseconds.
    public var jitterNanoseconds: Double = 0

    public var lost: Int64 { sent - delivered }
  }

  fileprivate struct Flow {
    var report = FlowReport()
    var outages: OutageRecorder?
    var delay = Histogram()
    var newest: Int64 = -1
    var lastDelay: Int64?
  }

  private var flows: [Flow]
  /// Arrivals whose mark no flow has.
  public private(set) var strays: Int64 = 0

  /// The rate of each flow by its number, in packets a second; nil where single packets are not followed, as of streams.
  public init(rates: [Double?]) {
    flows = rates.map { rate in
      var flow = Flow()
      flow.outages = rate.map { OutageRecorder(rate: $0) }
      return flow
    }
  }

  /// What an endpoint notes, at the true time.
  public func noted(_ note: Note, at now: Instant) {
    switch EndpointNote(rawValue: note.kind) {
    case .sent: sent(PacketMark(rawValue: note.subject), at: now)
    case .received, .answered: arrived(PacketMark(rawValue: note.subject), at: now)
    case .opened, .streamed, .retransmitted, .finished, .failed, .corrupted, nil: return
    }
  }

  private func sent(_ mark: PacketMark, at now: Instant) {
    // Answers have numbers behind those of the flows.
    guard flows.indices.contains(mark.source) else { return }
    flows[mark.source].report.sent += 1
    flows[mark.source].outages?.sent(mark.sequence, at: now)
  }

  private func arrived(_ mark: PacketMark, at now: Instant) {
    guard flows.indices.contains(mark.source), flows[mark.source].outages != nil else {
      strays += 1
      return
    }
    guard let left = flows[mark.source].outages!.received(mark.sequence, at: now) else {
      flows[mark.source].report.duplicates += 1
      return
    }
    flows[mark.source].arrived(mark.sequence, after: (now - left).nanoseconds)
  }

  public func report(ofFlow number: Int) -> FlowReport { flows[number].report }

  /// From departure to arrival, or of a ping to the answer; nanoseconds.
  public func delay(ofFlow number: Int) -> Histogram { flows[number].delay }

  /// Of the packets that left within the window; nil for a flow whose packets are not followed.
  public func outage(ofFlow number: Int, during window: Range<Instant>) -> TrafficOutage? {
    flows[number].outages?.outage(during: window)
  }
}

extension PacketRecorder.Flow {
  fileprivate mutating func arrived(_ sequence: Int64, after delayed: Int64) {
    report.delivered += 1
    delay.record(delayed)
    if sequence < newest { report.reordered += 1 }
    newest = max(newest, sequence)
    if let lastDelay {
      report.jitterNanoseconds += (Double((delayed - lastDelay).magnitude) - report.jitterNanoseconds) / 16
    }
    lastDelay = delayed
  }
}
