import Testing
import Vocabulary

@Suite("Bandwidth")
struct BandwidthTests {
  @Test("serialisation is exact and rounded up")
  func rounding() {
    let gigabit = Bandwidth(bitsPerSecond: 1_000_000_000)
    #expect(gigabit.serialisation(ofBytes: 1_500) == .microseconds(12))
    #expect(gigabit.serialisation(ofBytes: 0) == .zero)
    // 8 bits at 3 Gbit/s are 2.67 ns.
    #expect(Bandwidth(bitsPerSecond: 3_000_000_000).serialisation(ofBytes: 1) == .nanoseconds(3))
    #expect(Bandwidth(bitsPerSecond: 3_000_000_000).serialisation(ofBytes: 3) == .nanoseconds(8))
    #expect(Bandwidth(bitsPerSecond: 1).serialisation(ofBytes: 1) == .seconds(8))
    #expect(Bandwidth(bitsPerSecond: 1_000).serialisation(ofBytes: 64_000_000) == .seconds(512_000))
  }

  @Test("an unlimited rate takes no time")
  func unlimited() {
    #expect(Bandwidth.unlimited.serialisation(ofBytes: 1 << 40) == .zero)
    #expect(Bandwidth.unlimited.isUnlimited)
  }
}
