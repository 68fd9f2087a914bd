import Testing
import Vocabulary

@testable import Scenarios

@Suite("Replications of a point")
struct ReplicationsTests {
  private func plan(_ width: Double, atLeast: Int = 3, atMost: Int = 20) -> ReplicationPlan {
    .until(Precision(relativeHalfWidth: width, confidence: 0.95), ofMetric: "m", atLeast: atLeast, atMost: atMost)
  }

  /// Replication i gives 100, give or take a little that does not shrink.
  private func value(_ replication: Int, spread: Double) -> Double { 100 + (replication % 2 == 0 ? spread : -spread) }

  /// Runs `jobs` at once; which of them ends first is drawn.
  private func run(_ plan: ReplicationPlan, spread: Double, jobs: Int, seed: UInt64) -> [UInt64] {
    var replications = Replications(plan: plan)
    var running: [Int] = []
    var stream = RandomStream(seed: seed)
    while true {
      while running.count < jobs, let next = replications.start() { running.append(next) }
      guard !running.isEmpty else { break }
      let done = running.remove(at: Int(stream.below(UInt64(running.count))))
      replications.finish(done, .sample(UInt64(done), value(done, spread: spread)))
    }
    #expect(replications.isComplete)
    return replications.results.map(\.seed)
  }

  @Test("a fixed number is run, each once, in order")
  func fixed() {
    for jobs in 1...4 { #expect(run(.fixed(5), spread: 3, jobs: jobs, seed: UInt64(jobs)) == [0, 1, 2, 3, 4]) }
  }

  @Test("they stop when the interval is narrow enough, but not before the least number")
  func narrow() {
    #expect(run(plan(0.05), spread: 0, jobs: 1, seed: 1).count == 3)
    let several = run(plan(0.05), spread: 5, jobs: 1, seed: 1).count
    let many = run(plan(0.05), spread: 8, jobs: 1, seed: 1).count
    #expect(several > 3 && many > several && many < 20)
    #expect(run(plan(0.001), spread: 8, jobs: 1, seed: 1).count == 20, "the most that was allowed")
  }

  @Test("how many count does not depend on how many run at once nor on which ends first")
  func order() {
    for spread in [0, 5, 8, 80] as [Double] {
      let alone = run(plan(0.05), spread: spread, jobs: 1, seed: 1)
      for seed in 1...30 as ClosedRange<UInt64> {
        let jobs = 1 + Int(seed % 5)
        #expect(run(plan(0.05), spread: spread, jobs: jobs, seed: seed) == alone)
      }
    }
  }

  @Test("a metric that nothing was measured for stops them at the least number")
  func missing() {
    var replications = Replications(
      plan: .until(Precision(relativeHalfWidth: 0.1, confidence: 0.95), ofMetric: "other", atLeast: 4, atMost: 9))
    while let next = replications.start() { replications.finish(next, .sample(UInt64(next), 1)) }
    #expect(replications.results.count == 4)
  }

  @Test("what a journal says is taken over, unless the plan cannot have run it")
  func resume() {
    var replications = Replications(plan: .fixed(3))
    for number in [-1, 1, 3, Int.max] { replications.resume(number, .sample(9, 1)) }
    var started: [Int] = []
    while let next = replications.start() {
      started.append(next)
      replications.finish(next, .sample(UInt64(next), 1))
    }
    #expect(started == [0, 2])
    #expect(replications.results.map(\.seed) == [0, 9, 2])
  }
}
