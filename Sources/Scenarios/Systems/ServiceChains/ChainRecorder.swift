import Protocols
import Report
import Vocabulary

/// Counts what clients send and servers receive, flow by flow, within the measured window.
final class ChainRecorder {
  struct Flow {
    /// Of datagrams and echo requests; nil for a stream.
    var record: FlowRecord?
    var retransmitted: Int64 = 0
    /// Bytes of a stream.
    var streamed: Int64 = 0
    /// While it sends.
    var gap: ArrivalGap
  }

  private let flows: SFCFlows
  private let window: Range<Instant>
  private(set) var byFlow: [Flow]
  private(set) var drops = [Int64](repeating: 0, count: DropReason.allCases.count)
  /// From departure to arrival, in nanoseconds.
  private(set) var delay = Histogram()
  private(set) var roundTrip = Histogram()
  /// Neighbours that forwarders took for lost, and those of them that had power.
  private(set) var silences: (all: Int64, unfounded: Int64) = (0, 0)
  private(set) var headerKeys: Int64 = 0
  private(set) var associations: (installed: Int64, expired: Int64) = (0, 0)
  private(set) var corrupted: Int64 = 0
  /// When all chains were there for the first time; nil: not yet.
  private(set) var deployed: Instant?

  init(_ flows: SFCFlows, window: Range<Instant>) {
    self.flows = flows
    self.window = window
    deployed = flows.layout.spec.control == .static ? .start : nil
    byFlow = (0..<flows.count).map { number in
      let traffic = flows.layout.spec.traffic[flows.origin(number).traffic]
      return Flow(
        record: traffic.packetsPerSecond.map { FlowRecord(rate: $0) },
        gap: ArrivalGap(during: window.clamped(to: traffic.sending)))
    }
  }

  /// - Parameter hasPower: of a node.
  func noted(_ note: Note, at now: Instant, hasPower: (Int) -> Bool) {
    if let kind = EndpointNote(rawValue: note.kind) { return noted(kind, note, at: now) }
    if note.kind == ControlNote.operationEnded.rawValue, deployed == nil { operationEnded(note, at: now) }
    guard window.contains(now) else { return }
    switch ServiceChainNote(rawValue: note.kind) {
    case .associationInstalled: associations.installed += 1
    case .associationExpired: associations.expired += 1
    case .integrityKeyInstalled: headerKeys += 1
    case .neighbourLost:
      silences.all += 1
      if hasPower(SFCLayout.node(ElementID(UInt32(note.subject)))) { silences.unfounded += 1 }
    case .neighbourReturned, nil: return
    }
  }

  /// What a flow misses before the chains are there is no outage of theirs.
  private func operationEnded(_ note: Note, at now: Instant) {
    guard note.value == OperationOutcome.done.rawValue else { return }
    deployed = now
    for number in byFlow.indices { byFlow[number].gap = ArrivalGap(during: judged.clamped(to: sending(number))) }
  }

  /// The part of the measured window for which chains answer: all of it, if they never come to be.
  var judged: Range<Instant> {
    let start = min(max(window.lowerBound, deployed ?? .start), window.upperBound)
    return start..<window.upperBound
  }

  private func sending(_ flow: Int) -> Range<Instant> {
    flows.layout.spec.traffic[flows.origin(flow).traffic].sending
  }

  /// The run is over: what is under way is neither lost nor there.
  func finish(_ world: World) {
    for packet in world.packetsUnderWay {
      let mark = PacketMark(rawValue: packet.question == PacketMark.none.rawValue ? packet.mark : packet.question)
      if mark.source < byFlow.count { byFlow[mark.source].record?.isStillUnderWay(mark.sequence) }
    }
  }

  private func noted(_ kind: EndpointNote, _ note: Note, at now: Instant) {
    let isMeasured = window.contains(now)
    switch kind {
    case .sent:
      let mark = PacketMark(rawValue: note.subject)
      guard mark.source < byFlow.count, isMeasured else { return }
      byFlow[mark.source].record?.sent(mark.sequence, at: now)
    case .received:
      if let span = arrived(PacketMark(rawValue: note.subject), at: now) { delay.record(span.nanoseconds) }
    case .answered:
      if arrived(PacketMark(rawValue: note.subject), at: now) != nil { roundTrip.record(note.value) }
    case .streamed:
      // A forged stream names any flow.
      guard byFlow.indices.contains(Int(note.subject)), isMeasured else { return }
      byFlow[Int(note.subject)].streamed += note.value
    case .retransmitted: if isMeasured { byFlow[Int(note.subject)].retransmitted += note.value }
    case .corrupted: corrupted += 1
    case .opened, .finished, .failed: return
    }
  }

  /// How long the packet was under way; nil where it is none that left within the window, or came before.
  private func arrived(_ mark: PacketMark, at now: Instant) -> TimeSpan? {
    let flow = mark.source
    guard flow < byFlow.count else { return nil }
    byFlow[flow].gap.arrived(at: now)
    return byFlow[flow].record?.arrived(mark.sequence, at: now)
  }

  func dropped(_ reason: DropReason, at now: Instant) {
    if window.contains(now) { drops[reason.position] += 1 }
  }
}

extension SFCSpec.Traffic {
  /// Nil for a stream.
  fileprivate var packetsPerSecond: Double? {
    switch kind {
    case .constant(let perSecond, _): perSecond
    case .ping(let period, _): 1 / period.seconds
    case .tcp: nil
    }
  }
}
