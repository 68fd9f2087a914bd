import Testing
import Vocabulary

@Suite("Random streams")
struct RandomStreamTests {
  @Test("give the published numbers of xoshiro256** after SplitMix64")
  func golden() {
    // SplitMix64 of state 0 starts with e220a8397b1dcdaf, as in the authors' reference code.
    #expect(
      RandomStream(seed: 0).state == [
        0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F, 0xF88B_B8A8_724C_81EC,
      ])
    var stream = RandomStream(seed: 0)
    #expect(
      (0..<3).map { _ in stream.next() } == [0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0])
  }

  @Test("depend on seed and name alone")
  func names() {
    let streams = RandomStreams(seed: 7)
    var first = streams.stream("network/link/0-1/latency")
    var again = RandomStreams(seed: 7).stream("network/link/0-1/latency")
    var otherName = streams.stream("network/link/1-0/latency")
    var otherSeed = RandomStreams(seed: 8).stream("network/link/0-1/latency")
    var child = streams.child("network").stream("link/0-1/latency")
    let value = first.next()
    #expect(value == again.next())
    #expect(Set([value, otherName.next(), otherSeed.next(), child.next()]).count == 4)
  }

  @Test("draw fractions below 1, and open ones above 0")
  func fractions() {
    var stream = RandomStream(seed: 3)
    for _ in 0..<10_000 {
      let unit = stream.unit()
      #expect(unit >= 0 && unit < 1)
      let open = stream.openUnit()
      #expect(open > 0 && open < 1)
    }
  }

  @Test("draw integers below a bound evenly (chi-square, 6 degrees of freedom, 0.1 %)")
  func below() {
    var stream = RandomStream(seed: 4)
    var counts = [Double](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[Int(stream.below(7))] += 1 }
    let statistic = counts.reduce(0) { $0 + ($1 - 10_000) * ($1 - 10_000) / 10_000 }
    #expect(statistic < 22.46)
    #expect(stream.below(1) == 0)
  }

  @Test("draw as many bytes as asked for, the same whatever is drawn later")
  func bytes() {
    var first = RandomStream(seed: 5)
    var second = RandomStream(seed: 5)
    #expect(first.bytes(0).isEmpty)
    #expect(first.bytes(13).count == 13)
    #expect(Array(second.bytes(16).prefix(13)) == RandomStreamTests.firstBytes(13, seed: 5))
  }

  private static func firstBytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var stream = RandomStream(seed: seed)
    return stream.bytes(count)
  }
}
