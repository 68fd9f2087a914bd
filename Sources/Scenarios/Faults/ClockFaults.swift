import SimKernel
import Vocabulary

/// Puts hosts' clocks wrong while clock faults are on.
final class ClockFaults {
  private struct Clock {
    /// What faults add to its speed, in parts per billion, however far that is beyond what a clock can do.
    var drift: Int64 = 0
    var timerDrift: Int64 = 0
    /// Faults that make it stand still.
    var freezes = 0
  }

  private unowned let world: World
  /// The drift of each module's clock without faults.
  private let natural: [Int64]
  private var clocks: [Clock]

  init(world: World, modules: Int) {
    self.world = world
    natural = (0..<modules).map { world.hosts[$0].clock.driftPerBillion }
    clocks = [Clock](repeating: Clock(), count: modules)
  }

  func begin(_ fault: ClockFault, on module: Int) {
    switch fault {
    case .jump(let span): world.hosts[module].clock.jump(by: span)
    case .drift(let drift): add(drift, toTimers: drift, module)
    case .timerDrift(let drift): add(0, toTimers: drift, module)
    case .freeze:
      clocks[module].freezes += 1
      world.hosts[module].clock.freeze(at: world.simulator.now)
    }
  }

  func end(_ fault: ClockFault, on module: Int) {
    switch fault {
    case .jump: break
    case .drift(let drift): add(-drift, toTimers: -drift, module)
    case .timerDrift(let drift): add(0, toTimers: -drift, module)
    case .freeze:
      clocks[module].freezes -= 1
      if clocks[module].freezes == 0 { world.hosts[module].clock.thaw(at: world.simulator.now) }
    }
  }

  private func add(_ drift: Int64, toTimers timerDrift: Int64, _ module: Int) {
    clocks[module].drift += drift
    clocks[module].timerDrift += timerDrift
    let before = world.hosts[module].clock
    var clock = before
    clock.setDrift(
      natural[module] + clocks[module].drift, timers: natural[module] + clocks[module].timerDrift,
      at: world.simulator.now)
    world.hosts[module].clock = clock
    world.timers.rescale(NodeID(module)) { clock.elapsed(before.advance(in: $0)) }
  }
}
