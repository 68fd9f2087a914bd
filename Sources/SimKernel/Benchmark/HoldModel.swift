import Vocabulary

/// The hold model: a constant number of events to come; each, when its time has come, is put back later.
final class HoldModel: EventHandler {
  private static let tick = EventKind(1)

  let simulator = Simulator()
  private let increments: ExponentialIncrements
  private var stream: RandomStream
  private var remaining: Int
  /// Over times and events, equal to the peer's when both handled the same events in the same order.
  private(set) var checksum: UInt64 = 0

  init(pending: Int, operations: Int, increments: ExponentialIncrements, stream: RandomStream) {
    self.increments = increments
    self.stream = stream
    remaining = operations
    for i in 0..<pending {
      let event = Event(HoldModel.tick, node: NodeID(i), b: Int64(i))
      simulator.schedule(event, after: increments.next(&self.stream))
    }
  }

  func run() {
    simulator.run(until: .never, self)
  }

  func handle(_ event: Event) {
    switch event.kind {
    case HoldModel.tick:
      checksum = checksum &* 31 &+ UInt64(bitPattern: simulator.now.nanoseconds ^ event.b)
      simulator.schedule(event, after: increments.next(&stream))
    default:
      preconditionFailure("kind \(event.kind.rawValue)")
    }
    remaining -= 1
    if remaining == 0 { simulator.stop() }
  }
}
