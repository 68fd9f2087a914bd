import PriorityQueueBaseline
import SimKernel
import Testing

@Suite("The kernel's benchmark")
struct KernelBenchmarkTests {
  private final class Clock {
    var ticks = 0.0
  }

  @Test("does the same work as its peer, and takes the median of the times")
  func rows() {
    let clock = Clock()
    let benchmark = KernelBenchmark(
      runs: 3,
      clock: {
        // Each measured span is longer than the one before.
        clock.ticks += 1
        return clock.ticks * clock.ticks
      }, hold: chainbed_priority_queue_hold, chain: chainbed_priority_queue_chain)
    // The run traps if the checksums of the kernel and of the peer differ.
    let results = benchmark.run(scale: 0.0004)
    #expect(results.map(\.name) == ["hold-1", "hold-1000", "hold-100000", "packet-chain-10-hops"])
    // The clock is read three times a run: the second run lies between its readings 4, 5 and 6.
    #expect(results[0].seconds == 25 - 16)
    #expect(results[0].eventsPerSecond == 2_000 / 9.0)
    #expect(results[0].baseline == 2_000 / 11.0)
    #expect(abs(results[0].ratio - 11 / 9.0) < 1e-12)
    #expect(results[3].eventsPerSecond * results[3].seconds == 4_000)
  }
}
