import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Clocks that jump, drift and stand still")
struct ClockFaultTests {
  /// What a clock shows, at each second of its own timers.
  private func noted(_ faults: [Fault], clock: NodeClock = .exact) -> [ProbeWorld.Seen] {
    let machine = Probe { _, now, effects in
      effects.note(now.nanoseconds)
      effects.arm(TimerID(slot: 0), after: .seconds(1))
    }
    let world = ProbeWorld([machine, machine], clocks: [.exact, clock])
    world.world.faults = FaultDriver(
      FaultPlan(faults), world: world.world, modules: 2, streams: RandomStreams(seed: 1))
    world.run(until: .milliseconds(6_500))
    #expect(world.noted.filter { $0.node == 0 }.map(\.what) == (0...6).map { $0 * 1_000_000_000 })
    return world.noted.filter { $0.node == 1 }
  }

  @Test("a drift changes what is shown and how timers run, and what it gained stays")
  func drift() {
    // A tenth fast from 0.5 s to 3.5 s: 0.3 s gained.
    let seen = noted([
      Fault(.clock(.drift(100_000_000)), at: .milliseconds(500), lasts: .seconds(3), on: [1])
    ])
    #expect(seen[1].nanoseconds == 1_000_000_000 && seen[1].what == 1_050_000_000)
    #expect(seen[2].nanoseconds == 1_909_090_910 && seen[2].what == 2_050_000_001)
    #expect(seen[5].nanoseconds - seen[4].nanoseconds == 1_000_000_000)
    #expect(seen[5].what - seen[5].nanoseconds == 300_000_000)
  }

  @Test("a frozen clock shows one instant while timers run on, and goes on from there")
  func freeze() {
    let seen = noted([
      Fault(.clock(.freeze), at: .milliseconds(1_500), lasts: .seconds(3), on: [1]),
      Fault(.clock(.freeze), at: .milliseconds(2_500), lasts: .seconds(1), on: [1]),
      Fault(.clock(.jump(.seconds(100))), at: .milliseconds(3_500), on: [1]),
    ])
    #expect(seen.map(\.nanoseconds) == (0...6).map { $0 * 1_000_000_000 })
    #expect(seen.map { $0.what / 1_000_000 } == [0, 1_000, 1_500, 1_500, 101_500, 102_000, 103_000])
  }

  @Test("timers that drift fire early, and the clock shows true time")
  func timerDrift() {
    let seen = noted([Fault(.clock(.timerDrift(100_000_000)), at: .zero, lasts: .milliseconds(1_500), on: [1])])
    #expect(seen.map(\.what) == seen.map(\.nanoseconds))
    #expect(seen[1].nanoseconds == 909_090_910 && seen[2].nanoseconds == 1_818_181_820)
    #expect(seen[3].nanoseconds == 2_818_181_820)
  }

  @Test("faults of one clock add up, with its own drift, and leave nothing behind")
  func several() {
    let seen = noted(
      [
        Fault(.clock(.drift(30_000_000)), at: .milliseconds(500), lasts: .seconds(2), on: [1]),
        Fault(.clock(.drift(-20_000_000)), at: .milliseconds(1_500), lasts: .seconds(2), on: [1]),
      ], clock: NodeClock(driftPerBillion: 10_000_000))
    let shown = seen.map { $0.what - $0.nanoseconds }
    // 6 s at 1 %, 2 s at 3 %, 2 s at -2 %.
    #expect(abs(shown[6] - seen[6].nanoseconds / 100 - 20_000_000) < 5)
    #expect(abs(seen[6].nanoseconds - seen[5].nanoseconds - 990_099_010) <= 1)
  }
}
