import Protocols
import Report
import Vocabulary

/// Counts what clients send and servers receive, flow by flow, within the measured window.
final class ChainRecorder {
  /// Datagrams and echo requests of one flow.
  struct Flow {
    var sent: Int64 = 0
    var received: Int64 = 0
    var retransmitted: Int64 = 0
    /// Bytes of a stream.
    var streamed: Int64 = 0
    var lastArrival: Instant?
    var longestGap = TimeSpan.zero
  }

  private let flows: SFCFlows
  private let window: Range<Instant>
  private(set) var byFlow: [Flow]
  private(set) var drops = [Int64](repeating: 0, count: DropReason.allCases.count)
  /// From departure to arrival, in nanoseconds.
  private(set) var delay = Histogram()
  private(set) var roundTrip = Histogram()
  private(set) var associations: (installed: Int64, expired: Int64) = (0, 0)
  private(set) var corrupted: Int64 = 0
  /// When the packets left that are under way or lost.
  private var departures: [Int64: Instant] = [:]

  init(_ flows: SFCFlows, window: Range<Instant>) {
    self.flows = flows
    self.window = window
    byFlow = Array(repeating: Flow(), count: flows.count)
  }

  func noted(_ note: Note, at now: Instant) {
    if let kind = EndpointNote(rawValue: note.kind) { return noted(kind, note, at: now) }
    guard window.contains(now) else { return }
    switch ServiceChainNote(rawValue: note.kind) {
    case .associationInstalled: associations.installed += 1
    case .associationExpired: associations.expired += 1
    case .neighbourLost, .neighbourReturned, nil: return
    }
  }

  private func noted(_ kind: EndpointNote, _ note: Note, at now: Instant) {
    let isMeasured = window.contains(now)
    switch kind {
    case .sent:
      let flow = PacketMark(rawValue: note.subject).source
      guard flow < byFlow.count, isMeasured else { return }
      byFlow[flow].sent += 1
      if !isStream(flow) { departures[note.subject] = now }
    case .received:
      let flow = PacketMark(rawValue: note.subject).source
      guard flow < byFlow.count else { return }
      arrived(flow, at: now)
      guard let left = departures.removeValue(forKey: note.subject) else { return }
      byFlow[flow].received += 1
      delay.record((now - left).nanoseconds)
    case .answered:
      let flow = PacketMark(rawValue: note.subject).source
      guard flow < byFlow.count else { return }
      arrived(flow, at: now)
      guard departures.removeValue(forKey: note.subject) != nil else { return }
      byFlow[flow].received += 1
      roundTrip.record(note.value)
    case .streamed: if isMeasured { byFlow[Int(note.subject)].streamed += note.value }
    case .retransmitted: if isMeasured { byFlow[Int(note.subject)].retransmitted += note.value }
    case .corrupted: corrupted += 1
    case .opened, .finished, .failed: return
    }
  }

  private func arrived(_ flow: Int, at now: Instant) {
    if let last = byFlow[flow].lastArrival, window.contains(now) {
      byFlow[flow].longestGap = max(byFlow[flow].longestGap, now - max(last, window.lowerBound))
    }
    byFlow[flow].lastArrival = now
  }

  private func isStream(_ flow: Int) -> Bool {
    guard case .tcp = flows.layout.spec.traffic[flows.origin(flow).traffic].kind else { return false }
    return true
  }

  func dropped(_ reason: DropReason, at now: Instant) {
    if window.contains(now) { drops[reason.position] += 1 }
  }
}
