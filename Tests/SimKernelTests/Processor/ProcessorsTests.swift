import SimKernel
import Testing
import Vocabulary

@Suite("Processors")
struct ProcessorsTests {
  /// A world in which jobs arrive as events: `a` is the job, `b` how long it takes; even jobs release something.
  private final class World: EventHandler {
    static let arrival = EventKind(1)
    let simulator = Simulator()
    let processors: Processors
    var log: [String] = []
    var spans: [Int64: Int64] = [:]

    init(cores: [Int]) { processors = Processors(cores: cores, simulator: simulator) }

    func arrive(_ job: Int64, at time: Int64, for span: Int64, node: Int = 0) {
      spans[job] = span
      simulator.schedule(Event(World.arrival, node: NodeID(node), b: job), at: .ns(time))
    }

    func handle(_ event: Event) {
      let node = event.node
      if event.kind == World.arrival {
        if processors.submit(event.b, on: node) { start(event.b, node) }
        return
      }
      let work = processors.finish(event)
      if let release = work.release { note(work.isAbandoned ? "abandon \(release)" : "release \(release)") }
      while let job = processors.startNext(on: node) { start(job, node) }
    }

    func start(_ job: Int64, _ node: NodeID) {
      note("start \(job)")
      let release = job % 2 == 0 ? job : nil
      if processors.occupy(node, for: TimeSpan(nanoseconds: spans[job]!), release: release) {
        if let release { note("release \(release)") }
      }
    }

    func note(_ text: String) { log.append("\(simulator.now.nanoseconds): \(text)") }
    func run(until end: Instant = .never) { simulator.run(until: end, self) }
  }

  @Test("run jobs one after the other on one core, and release at the end")
  func oneCore() {
    let world = World(cores: [1])
    world.arrive(2, at: 0, for: 10)
    world.arrive(4, at: 3, for: 5)
    world.arrive(1, at: 4, for: 5)
    world.arrive(6, at: 50, for: 1)
    world.run()
    #expect(
      world.log == [
        "0: start 2", "10: release 2", "10: start 4", "15: release 4", "15: start 1", "50: start 6", "51: release 6",
      ])
    let counters = world.processors.counters(of: NodeID(0))
    #expect(counters.jobs == 4)
    #expect(counters.longestQueue == 2)
    #expect(world.processors.busyTime(of: NodeID(0)) == .nanoseconds(21))
    // 7 ns of job 4 and 11 ns of job 1.
    #expect(abs(world.processors.queueArea(of: NodeID(0)) - 18e-9) < 1e-20)
  }

  @Test("run as many jobs at once as there are cores, first come, first served")
  func twoCores() {
    let world = World(cores: [2])
    for (job, span) in [(2, 10), (4, 4), (6, 1), (8, 1)] as [(Int64, Int64)] { world.arrive(job, at: 0, for: span) }
    world.run()
    #expect(
      world.log == [
        "0: start 2", "0: start 4", "4: release 4", "4: start 6", "5: release 6", "5: start 8", "6: release 8",
        "10: release 2",
      ])
  }

  @Test("cost no event when nothing is released and nothing waits, and none when no time passes")
  func events() {
    let world = World(cores: [1])
    world.arrive(1, at: 0, for: 10)
    world.arrive(2, at: 20, for: 0)
    world.arrive(4, at: 20, for: 3)
    world.run()
    #expect(world.log == ["0: start 1", "20: start 2", "20: release 2", "20: start 4", "23: release 4"])
    #expect(world.simulator.handledEvents == 3 + 1)
  }

  @Test("wake a job that waits behind one that releases nothing")
  func silent() {
    let world = World(cores: [1])
    world.arrive(1, at: 0, for: 10)
    world.arrive(3, at: 2, for: 10)
    world.arrive(5, at: 12, for: 10)
    world.run()
    #expect(world.log == ["0: start 1", "10: start 3", "20: start 5"])
  }

  @Test("do not let a job that comes at the instant of an end overtake its release")
  func tie() {
    let world = World(cores: [1])
    world.arrive(2, at: 0, for: 10)
    world.arrive(4, at: 10, for: 0)
    world.run()
    // The arrival was scheduled before the end.
    #expect(world.log == ["0: start 2", "10: release 2", "10: start 4", "10: release 4"])
  }

  @Test("of different nodes do not disturb each other")
  func nodes() {
    let world = World(cores: [1, 3])
    world.arrive(2, at: 0, for: 10, node: 0)
    world.arrive(4, at: 0, for: 10, node: 1)
    world.run()
    #expect(world.log == ["0: start 2", "0: start 4", "10: release 2", "10: release 4"])
    #expect(world.processors.coreCount(of: NodeID(1)) == 3)
  }

  @Test("lose everything when halted, and work again afterwards")
  func halt() {
    let world = World(cores: [1])
    world.arrive(2, at: 0, for: 10)
    world.arrive(4, at: 1, for: 10)
    world.arrive(6, at: 1, for: 10)
    world.run(until: .ns(5))
    #expect(world.processors.halt(NodeID(0)) == [4, 6])
    #expect(world.processors.queueLength(of: NodeID(0)) == 0)
    #expect(world.processors.busyTime(of: NodeID(0)) == .nanoseconds(5))
    world.arrive(8, at: 6, for: 10)
    world.run()
    #expect(world.log == ["0: start 2", "6: start 8", "10: abandon 2", "16: release 8"])
  }

  @Test("keep to first come, first served under random load")
  func random() {
    let world = World(cores: [3])
    var stream = RandomStream(seed: 12)
    var arrivals: [Int64] = []
    var time: Int64 = 0
    var total: Int64 = 0
    for job in 0..<1_000 {
      time += Int64(stream.below(8))
      let span = Int64(stream.below(20))
      total += span
      arrivals.append(time)
      world.arrive(Int64(job), at: time, for: span)
    }
    world.run(until: .ns(1_000_000))
    // A machine with three cores, computed job by job.
    var free: [Int64] = [0, 0, 0]
    var expected: [String] = []
    for job in 0..<1_000 {
      let core = free.indices.min { free[$0] < free[$1] }!
      let start = max(arrivals[job], free[core])
      free[core] = start + world.spans[Int64(job)]!
      expected.append("\(start): start \(job)")
    }
    #expect(world.log.filter { $0.contains("start") } == expected)
    #expect(world.log.count { $0.contains("release") } == 500)
    #expect(world.processors.busyTime(of: NodeID(0)) == .nanoseconds(total))
  }
}
