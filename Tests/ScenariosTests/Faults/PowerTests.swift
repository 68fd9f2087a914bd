import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Hosts that lose power or stand still")
struct PowerTests {
  /// Sends a message to node 1 every second, numbered from 0.
  private let ticker: Probe = {
    var count = 0
    return Probe { input, _, effects in
      if case .timer = input {
        effects.send(Payload([UInt8(count)]), ProbeWorld.kind, to: NodeID(1))
        count += 1
      }
      effects.arm(TimerID(slot: 0), after: .seconds(1))
    }
  }()

  /// Notes what arrives, and -1 at each start.
  private static func listener() -> Probe {
    Probe { input, _, effects in
      switch input {
      case .started: effects.note(-1)
      case .message(let payload, _): effects.note(Int64(payload.bytes[0]))
      case .packet, .timer, .synced, .read: effects.note(-2)
      }
    }
  }

  private func noted(_ faults: [Fault], _ listener: @escaping () -> Probe = PowerTests.listener) -> [ProbeWorld.Seen] {
    let world = ProbeWorld([ticker, listener()], makeMachines: listener)
    world.world.faults = FaultDriver(FaultPlan(faults), world: world.world, modules: 2, streams: RandomStreams(seed: 1))
    world.run(until: .milliseconds(6_500))
    return world.noted.filter { $0.node == 1 }
  }

  @Test("what is sent to a node that is down is lost; it starts anew")
  func crash() {
    let seen = noted([Fault(.outage(.crash([1], restartAfter: .seconds(2))), at: .milliseconds(2_500))])
    #expect(seen.map(\.what) == [-1, 0, 1, -1, 4, 5])
    #expect(seen[3].nanoseconds == 4_500_000_000)
  }

  @Test("a node that crashed for good says nothing more")
  func noRestart() {
    #expect(
      noted([Fault(.outage(.crash([1], restartAfter: nil)), at: .milliseconds(2_500))]).map(\.what) == [-1, 0, 1])
  }

  /// Notes -1 at each start, and in its first life at 1 s works for 10 ms on what reaches a milestone, beside it for 1 ms on
  /// something else. Everything else is noted as -2.
  private func atMilestone(cores: Int) -> [Int64] {
    var lives = 0
    let make = {
      lives += 1
      let life = lives
      return Probe { input, _, effects in
        switch input {
        case .started:
          effects.note(-1)
          guard life == 1 else { return }
          for slot in 0..<cores { effects.arm(TimerID(slot: slot), after: .seconds(1)) }
        case .timer(TimerID(slot: 0)) where life == 1:
          effects.meter.charge(.sign, 10)
          effects.note(Note(kind: PBFTNote.prepared.rawValue, subject: 0, value: 10))
          effects.note(11)
          effects.arm(TimerID(slot: 5), after: .seconds(3))
        case .timer(TimerID(slot: 1)) where life == 1:
          effects.meter.charge(.sign)
          effects.note(20)
        default: effects.note(-2)
        }
      }
    }
    let world = ProbeWorld([make()], prices: [.sign: 1_000_000_000], cores: cores, makeMachines: make)
    let crash = Fault(.outage(.crash([0], restartAfter: .seconds(1))), at: .zero, upon: .prepared)
    world.world.faults = FaultDriver(
      FaultPlan([crash]), world: world.world, modules: 1, streams: RandomStreams(seed: 1))
    world.run()
    return world.noted.map(\.what)
  }

  @Test(
    "a crash that waits for a milestone strikes when all of that step's effects have left, and ends what they began")
  func milestone() {
    #expect(atMilestone(cores: 1) == [-1, 10, 11, -1])
  }

  @Test("what another step of the same life was to do is not done in a later one")
  func laterLife() {
    #expect(atMilestone(cores: 2) == [-1, 10, 11, -1], "the shorter step is done first, and waits for the longer one")
  }

  @Test("what arrives at a node that stands still waits, in order")
  func pause() {
    let seen = noted([Fault(.outage(.pause([1])), at: .milliseconds(2_500), lasts: .seconds(2))])
    #expect(seen.map(\.what) == [-1, 0, 1, 2, 3, 4, 5])
    #expect(seen[3].nanoseconds == 4_500_000_000 && seen[4].nanoseconds == 4_500_000_000)
  }

  @Test("a crash stops timers and work under way, and answers no disk request")
  func abandons() {
    let busy = {
      Probe { input, _, effects in
        switch input {
        case .started:
          effects.note(-1)
          effects.arm(TimerID(slot: 0), after: .milliseconds(2_600))
          effects.append(.append(FileID(slot: 0), [[1, 2, 3]]))
          effects.append(.sync(FileID(slot: 0), DiskTicket(7)))
          effects.append(.read(FileID(slot: 1), offset: 0, count: 1, DiskTicket(8)))
        case .message(let payload, _): effects.note(Int64(payload.bytes[0]))
        case .timer: effects.note(-2)
        case .synced: effects.note(-3)
        case .read: effects.note(-4)
        case .packet: break
        }
      }
    }
    let slow = DiskModel(
      sector: ByteCount(512), seek: .zero, transferRate: .unlimited, syncLatency: .seconds(3),
      pageCache: ByteCount(1_000_000))
    let world = ProbeWorld([ticker, busy()], prices: [.message: 600_000_000_000], disk: slow, makeMachines: busy)
    let plan = FaultPlan([Fault(.outage(.crash([1], restartAfter: nil)), at: .milliseconds(2_500))])
    world.world.faults = FaultDriver(plan, world: world.world, modules: 2, streams: RandomStreams(seed: 1))
    world.run(until: .milliseconds(9_500))
    // The message that arrived at 1.6 s took 0.6 s of work; that of 2.6 s, the timer and the sync came too late.
    #expect(world.noted.filter { $0.node == 1 }.map(\.what) == [-1, -4, 0])
    #expect(world.world.hosts[1].disk!.size(of: 0) == 0)
  }

  /// Node 1's notes, when each message costs 0.6 s at either end: work on what node 0 sends at 1 s takes from 1.6 s to 2.2 s.
  private func notedAtWork(_ outage: Outage, lasts: TimeSpan? = nil, until end: TimeSpan) -> [ProbeWorld.Seen] {
    let world = ProbeWorld(
      [ticker, Self.listener()], prices: [.message: 600_000_000_000], makeMachines: Self.listener)
    let plan = FaultPlan([Fault(.outage(outage), at: .milliseconds(1_900), lasts: lasts)])
    world.world.faults = FaultDriver(plan, world: world.world, modules: 2, streams: RandomStreams(seed: 1))
    world.run(until: end)
    return world.noted.filter { $0.node == 1 }
  }

  @Test("what a node works on when its power goes never leaves it, not even in its next life")
  func workUnderWay() {
    let seen = notedAtWork(.crash([1], restartAfter: .milliseconds(10)), until: .milliseconds(2_500))
    #expect(seen.map(\.what) == [-1, -1])
  }

  @Test("a timer that was set before a crash does not run out in the next life")
  func oldTimers() {
    var lives = 0
    let machine = {
      Probe { input, _, effects in
        if case .timer = input { effects.note(-2) }
        guard case .started = input else { return }
        lives += 1
        if lives == 1 { effects.arm(TimerID(slot: 0), after: .seconds(3)) }
      }
    }
    let world = ProbeWorld([machine()], makeMachines: machine)
    let plan = FaultPlan([Fault(.outage(.crash([0], restartAfter: .seconds(1))), at: .seconds(1))])
    world.world.faults = FaultDriver(plan, world: world.world, modules: 1, streams: RandomStreams(seed: 1))
    world.run()
    #expect(lives == 2)
    #expect(world.noted.isEmpty)
  }

  @Test("what a node has done while it stands still leaves it when it goes on")
  func workDuringPause() {
    let seen = notedAtWork(.pause([1]), lasts: .seconds(1), until: .seconds(3))
    #expect(seen.map(\.what) == [-1, 0])
    #expect(seen.last?.nanoseconds == 2_900_000_000)
  }

  @Test("a clock that jumps shows another time; its timers run on")
  func clockJump() {
    let machine = Probe { input, _, effects in
      effects.note(effects.wallClock!.nanoseconds)
      if case .started = input { effects.arm(TimerID(slot: 0), after: .seconds(2)) }
    }
    let world = ProbeWorld([machine, machine])
    let plan = FaultPlan([Fault(.clock(.jump(.seconds(-5))), at: .seconds(1), on: [1])])
    world.world.faults = FaultDriver(plan, world: world.world, modules: 2, streams: RandomStreams(seed: 1))
    world.run()
    #expect(world.noted.filter { $0.node == 0 }.map(\.what) == [0, 2_000_000_000])
    #expect(world.noted.filter { $0.node == 1 }.map(\.what) == [0, -3_000_000_000])
    #expect(world.noted.last?.nanoseconds == 2_000_000_000)
  }
}
