import SimKernel
import Testing
import Vocabulary

@Suite("A node's clock")
struct NodeClockTests {
  @Test("that is exact shows true time")
  func exact() {
    #expect(NodeClock.exact.local(.ns(123)) == .ns(123))
    #expect(NodeClock.exact.elapsed(.nanoseconds(123)) == .nanoseconds(123))
  }

  @Test("is off by its offset and gains by its drift")
  func drift() {
    // 50 ppm fast: 50 us a second.
    let clock = NodeClock(offset: .milliseconds(3), driftPerBillion: 50_000)
    #expect(clock.local(.start) == .ns(3_000_000))
    #expect(clock.local(.ns(1_000_000_000)) == .ns(1_003_050_000))
    let slow = NodeClock(offset: .milliseconds(-3), driftPerBillion: -50_000)
    #expect(slow.local(.ns(1_000_000_000)) == .ns(996_950_000))
    #expect(clock.local(.never) == .never)
  }

  @Test("measures spans by its own speed, rounded up")
  func spans() {
    let clock = NodeClock(driftPerBillion: 100_000)
    #expect(clock.elapsed(.seconds(10)) == .nanoseconds(9_999_000_100))
    #expect(NodeClock(driftPerBillion: -100_000).elapsed(.seconds(10)) == .nanoseconds(10_001_000_101))
    #expect(clock.elapsed(.zero) == .zero)
  }

  @Test(
    "has advanced by a span, at least, when the span's elapsed time is over",
    arguments: [-80_000, 3, 99_999] as [Int64])
  func roundTrip(drift: Int64) {
    let clock = NodeClock(offset: .seconds(1), driftPerBillion: drift)
    var stream = RandomStream(seed: 1)
    for _ in 0..<1_000 {
      let start = Instant.ns(Int64(stream.below(1 << 50)))
      let span = TimeSpan(nanoseconds: Int64(stream.below(1 << 40)))
      let advanced = clock.local(start + clock.elapsed(span)) - clock.local(start)
      #expect(abs((advanced - span).nanoseconds) <= 1)
    }
  }
}
