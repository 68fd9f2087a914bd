import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Clocks that jump, drift and stand still")
struct ClockFaultTests {
  /// What a clock shows, at each second of its own timers; the subject is what its machine is told is now.
  private func noted(_ faults: [Fault], clock: NodeClock = .exact) -> [ProbeWorld.Seen] {
    let machine = Probe { _, now, effects in
      effects.note(
        Note(kind: ProbeWorld.note, subject: now.nanoseconds, value: effects.wallClock!.nanoseconds))
      effects.arm(TimerID(slot: 0), after: .seconds(1))
    }
    let world = ProbeWorld([machine, machine], clocks: [.exact, clock])
    world.world.faults = FaultDriver(
      FaultPlan(faults), world: world.world, modules: 2, streams: RandomStreams(seed: 1))
    world.run(until: .milliseconds(6_500))
    #expect(world.noted.filter { $0.node == 0 }.map(\.what) == (0...6).map { $0 * 1_000_000_000 })
    let seen = world.noted.filter { $0.node == 1 }
    // Whatever goes wrong: never early, and late by no more than rounding.
    for (count, step) in seen.enumerated() {
      let late = step.subject - Int64(count) * 1_000_000_000
      #expect(late >= 0 && late < 20)
    }
    return seen
  }

  @Test("a drift changes what is shown and how timers run, and what it gained stays")
  func drift() {
    // A tenth fast from 0.5 s to 3.5 s: 0.3 s gained.
    let seen = noted([
      Fault(.clock(.drift(100_000_000)), at: .milliseconds(500), lasts: .seconds(3), on: [1])
    ])
    #expect(abs(seen[1].nanoseconds - 954_545_455) <= 1 && abs(seen[2].nanoseconds - 1_863_636_364) <= 2)
    #expect(seen.allSatisfy { $0.what == $0.subject })
    #expect(abs(seen[6].nanoseconds - 5_700_000_000) < 10)
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
    #expect(seen[1].nanoseconds == 909_090_910)
    // 1.65 s are over when they go right again.
    #expect(abs(seen[2].nanoseconds - 1_850_000_000) < 10 && abs(seen[3].nanoseconds - 2_850_000_000) < 10)
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
    #expect(abs(shown[6] - seen[6].nanoseconds / 100 - 20_000_000) < 20)
    #expect(abs(seen[6].nanoseconds - seen[5].nanoseconds - 990_099_010) <= 2)
  }
}
