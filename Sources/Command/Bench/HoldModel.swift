import PriorityQueueBaseline
import SimKernel
import Vocabulary

/// The hold model: the earliest of a constant number of pending events is taken, and another put back at a random
/// later time (Jones 1986). Runs on the simulator as every world does.
final class HoldModel: EventHandler {
  private struct State {
    var stream: RandomStream
    var left: Int64
    var checksum: UInt64 = 0
  }

  private let simulator = Simulator()
  private var state: State

  private init(pending: Int64, operations: Int64, seed: UInt64) {
    state = State(stream: RandomStream(seed: seed), left: operations)
    for node in 0..<pending { put(NodeID(Int(node))) }
  }

  private func put(_ node: NodeID) {
    let random = state.stream.next()
    simulator.schedule(
      Event(EventKind(UInt16(random & 3)), node: node, b: 1), after: TimeSpan(nanoseconds: Int64(random >> 34)))
  }

  func handle(_ event: Event) {
    switch event.kind.rawValue {
    case 0: state.checksum &+= UInt64(event.node.index)
    case 1: state.checksum ^= UInt64(simulator.now.nanoseconds)
    case 2: state.checksum &+= UInt64(event.b)
    default: state.checksum ^= UInt64(event.node.index) << 32
    }
    put(event.node)
    state.left -= 1
    if state.left == 0 { simulator.stop() }
  }

  /// Measures so many operations.
  static func run(pending: Int64, operations: Int64, seed: UInt64 = 1) -> KernelMeasurement {
    let model = HoldModel(pending: pending, operations: operations, seed: seed)
    let start = WallClock.seconds()
    model.simulator.run(until: .never, model)
    return KernelMeasurement(
      seconds: WallClock.seconds() - start, events: model.simulator.handledEvents, checksum: model.state.checksum)
  }

  /// The same on the C++ baseline.
  static func runBaseline(pending: Int64, operations: Int64, seed: UInt64 = 1) -> KernelMeasurement {
    KernelMeasurement(chainbed_priority_queue_hold(pending, operations, seed))
  }
}
