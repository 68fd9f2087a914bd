import Vocabulary

@testable import Protocols

/// Two endpoints and a wire between them.
final class EndpointPath {
  private enum Event {
    case packet(PacketBuffer)
    case timer(Int, generation: Int)
  }

  private struct Entry {
    var time: Instant
    var order: Int
    var node: Int
    var event: Event
  }

  var oneWay = TimeSpan.milliseconds(10)
  /// Nil loses the frame; it may also be changed.
  var spoil: (PacketBuffer, _ sender: Int) -> PacketBuffer? = { packet, _ in packet }

  var endpoints: [Endpoint]
  private(set) var now = Instant.start
  private(set) var frames: [(sender: Int, packet: PacketBuffer)] = []
  private(set) var notes: [[Note]] = [[], []]
  private(set) var drops: [[DropReason]] = [[], []]
  private var entries: [Entry] = []
  private var order = 0
  private var generations: [[Int]] = [[], []]

  static let client = ElementID(1)
  static let server = ElementID(2)

  init(_ flows: [TrafficFlow], serves: [ClosedRange<UInt16>] = [0...65_535], tcp: TCPSettings = TCPSettings()) {
    endpoints = [
      Endpoint(
        Endpoint.Settings(element: Self.client, gateway: Self.server.linkAddress, flows: flows, answers: 1_001)),
      Endpoint(
        Endpoint.Settings(
          element: Self.server, gateway: Self.client.linkAddress, serves: serves, tcp: tcp, answers: 1_002)),
    ]
    for node in 0...1 { step(.started, node) }
  }

  func notes(_ kind: EndpointNote, of node: Int) -> [Note] { notes[node].filter { $0.kind == kind.rawValue } }

  func run(until end: Instant) {
    while let last = entries.last, last.time <= end {
      entries.removeLast()
      now = last.time
      switch last.event {
      case .packet(let packet): step(.packet(packet, on: PortNumber(0)), last.node)
      case .timer(let slot, let generation):
        if generations[last.node][slot] == generation { step(.timer(TimerID(slot: slot)), last.node) }
      }
    }
    now = max(now, end)
  }

  func step(_ input: Input, _ node: Int) {
    var effects = Effects()
    endpoints[node].step(input, at: now, into: &effects)
    for effect in effects.list {
      switch effect {
      case .transmit(let packet, _):
        frames.append((node, packet.copy()))
        if let packet = spoil(packet, node) { add(.packet(packet), to: 1 - node, after: oneWay) }
      case .arm(let timer, let span):
        while generations[node].count <= timer.slot { generations[node].append(0) }
        generations[node][timer.slot] += 1
        add(.timer(timer.slot, generation: generations[node][timer.slot]), to: node, after: span)
      case .note(let note): notes[node].append(note)
      case .drop(let reason): drops[node].append(reason)
      case .send, .broadcast, .cancel, .append, .sync, .truncate, .read, .deliver, .halt:
        preconditionFailure("an endpoint does none of these")
      }
    }
  }

  private func add(_ event: Event, to node: Int, after span: TimeSpan) {
    let entry = Entry(time: now + span, order: order, node: node, event: event)
    order += 1
    let index = entries.firstIndex { ($0.time, $0.order) < (entry.time, entry.order) } ?? entries.count
    entries.insert(entry, at: index)
  }
}
