import Testing

@testable import Scenarios

@Suite("Ranges of a search for capacity")
struct CapacityRangeTests {
  @Test("a range of tenfold and more has values in even ratios, another one even steps; three digits each")
  func values() throws {
    let ratios = try CapacityRange("crb.block.maximum=1 kB..4 MB")
    #expect((0...4).map { ratios.text($0, of: 4) } == ["1 kB", "7.95 kB", "63.2 kB", "503 kB", "4 MB"])
    let steps = try CapacityRange("crb.block.interval = 100 ms .. 500 ms")
    #expect((0...4).map { steps.text($0, of: 4) } == ["100 ms", "200 ms", "300 ms", "400 ms", "500 ms"])
    let counts = try CapacityRange("crb.modules=1..7")
    #expect((0...4).map { counts.text($0, of: 4) } == ["1", "3", "4", "6", "7"])
  }

  @Test("every kind of number can be searched, and its values read back as they were meant")
  func kinds() throws {
    for (range, middle) in [
      ("workload.rate.poisson=1.5 /s..4.5 /s", "3 /s"), ("network.bandwidth=1 Mbit/s..100 Mbit/s", "10 Mbit/s"),
      ("network.latency=0 us..3 ms", "1.5 ms"), ("hosts.clock.drift=0 ppm..5 ppm", "2.5 ppm"),
      ("network.latency.gamma.shape=0.5..1", "0.75"), ("workload.configuration=1 B..100 MB", "10 kB"),
    ] {
      let range = try CapacityRange(range)
      let text = range.text(1, of: 2)
      #expect(text == middle)
      let kind = try SchemaPath.axis(range.key)
      _ = try ScalarReader().read(text, as: kind)
    }
  }

  @Test(
    "what is no range is refused with the reason",
    arguments: [
      ("crb.block.maximum", "expected a key, = and a range"), ("crb.block.maximum=1 kB", "expected a range"),
      ("crb.block.maximum=1 kB..1 kB", "the range is empty"), ("crb.block.maximum=2 MB..1 kB", "the range is empty"),
      ("crb.block.maximum=1 s..2 s", "'1 s' is a time"), ("crb.block.maximum=1..2", "has no unit"),
      ("crb.block.maximum=1 B..1 MB", "out of range"), ("crb.block.maximal=1 kB..2 kB", "did you mean 'maximum'?"),
      ("crb.block=1 kB..2 kB", "not a single value"), ("crb.consensus=pbft..raft", "words for values"),
      ("measure=1..2", "cannot be swept"), ("crb.modules=1.5..3", "not a whole number"),
      ("network.bandwidth=1 Gbit/s..unlimited", "'unlimited' is no end of a range"), ("=1..2", "unknown key"),
    ])
  func refused(text: String, reason: String) {
    do {
      _ = try CapacityRange(text)
      Issue.record("'\(text)' was taken")
    } catch {
      #expect(error.description.hasPrefix("--over '\(text)': "))
      #expect(error.description.contains(reason), "\(error)")
      #expect(!error.description.contains("\n"))
    }
  }
}
