import SimKernel
import Vocabulary

/// A world that writes down what happens, and does what it is told with each event.
final class Recorder: EventHandler {
  struct Entry: Equatable {
    var time: Int64
    var event: Event
  }

  let simulator: Simulator
  private(set) var entries: [Entry] = []
  var reaction: (Event) -> Void = { _ in }

  init(_ simulator: Simulator) { self.simulator = simulator }

  /// When each event came, in nanoseconds.
  var times: [Int64] { entries.map(\.time) }

  func handle(_ event: Event) {
    entries.append(Entry(time: simulator.now.nanoseconds, event: event))
    reaction(event)
  }

  func run(until end: Instant = .never) { simulator.run(until: end, self) }
}

extension Instant {
  static func ns(_ nanoseconds: Int64) -> Instant { Instant(nanoseconds: nanoseconds) }
}
