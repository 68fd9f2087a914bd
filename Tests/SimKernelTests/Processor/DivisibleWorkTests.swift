import SimKernel
import Testing
import Vocabulary

@Suite("Work that cores share")
struct DivisibleWorkTests {
  /// One node whose jobs arrive at given instants, each with a part that cannot be divided and pieces that can.
  private final class World: EventHandler {
    let simulator = Simulator()
    let processors: Processors
    var ends: [Int64] = []
    private let jobs: [(span: Int64, divisible: Int64, pieces: Int64)]

    init(cores: Int, _ jobs: [(at: Int64, span: Int64, divisible: Int64, pieces: Int64)]) {
      processors = Processors(cores: [cores], simulator: simulator)
      self.jobs = jobs.map { ($0.span, $0.divisible, $0.pieces) }
      for (number, job) in jobs.enumerated() {
        simulator.schedule(Event(EventKind(1), node: NodeID(0), b: Int64(number)), at: .ns(job.at))
      }
      simulator.run(until: .never, self)
    }

    func handle(_ event: Event) {
      if event.kind == EventKind(1) {
        if processors.submit(event.b, on: event.node) { start(event.b) }
        return
      }
      if processors.finish(event).release != nil { ends.append(simulator.now.nanoseconds) }
      while let job = processors.startNext(on: event.node) { start(job) }
    }

    private func start(_ job: Int64) {
      let (span, divisible, pieces) = jobs[Int(job)]
      let isDone = processors.occupy(
        NodeID(0), for: TimeSpan(nanoseconds: span), divisible: TimeSpan(nanoseconds: divisible), pieces: pieces,
        release: job)
      if isDone { ends.append(simulator.now.nanoseconds) }
    }

    var busy: TimeSpan { processors.busyTime(of: NodeID(0)) }
  }

  @Test(
    "pieces are dealt out over the free cores, and the job ends with the largest hand",
    arguments: [(1, 110), (2, 60), (3, 50), (4, 40), (10, 20), (64, 20)])
  func dealt(cores: Int, end: Int64) {
    let world = World(cores: cores, [(0, 10, 100, 10)])
    #expect(world.ends == [end])
    #expect(world.busy == .nanoseconds(110))
  }

  @Test("a core that is taken gets none")
  func taken() {
    let world = World(cores: 2, [(0, 30, 0, 0), (5, 0, 40, 4)])
    #expect(world.ends == [30, 45])
  }

  @Test("a job that waits starts on the first core that is done with its pieces")
  func waiting() {
    let world = World(cores: 2, [(0, 20, 20, 2), (1, 5, 0, 0)])
    // The helper is free at 10, the job's own core at 30.
    #expect(world.ends == [15, 30])
  }

  @Test("work that takes no time ends at once")
  func nothing() {
    #expect(World(cores: 4, [(7, 0, 0, 3)]).ends == [7])
  }
}
