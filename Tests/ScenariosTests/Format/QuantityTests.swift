import Testing

@testable import Scenarios

@Suite("Quantities with units")
struct QuantityTests {
  static let whole: [(String, Dimension, Int64)] = [
    ("0.25 ms", .time, 250_000), ("10ms", .time, 10_000_000), ("1 h", .time, 3_600_000_000_000),
    ("1.5 min", .time, 90_000_000_000), ("0.000000001 s", .time, 1), ("-5 ms", .time, -5_000_000),
    ("3 µs", .time, 3_000), ("1e3 us", .time, 1_000_000), ("2.5E-3 s", .time, 2_500_000), (".5 us", .time, 500),
    ("0 ns", .time, 0), ("0.1 s", .time, 100_000_000), ("9007199254740993 ns", .time, 9_007_199_254_740_993),
    ("1 B", .size, 1), ("4 kB", .size, 4_000), ("4 KiB", .size, 4_096), ("1.5 MiB", .size, 1_572_864),
    ("64 GB", .size, 64_000_000_000), ("1 Gbit/s", .bitRate, 1_000_000_000), ("150 MB/s", .bitRate, 1_200_000_000),
    ("unlimited", .bitRate, .max), ("20 ppm", .drift, 20_000), ("0.8 ns", .price, 800), ("1 ps", .price, 1),
  ]

  @Test("texts are read exactly", arguments: whole)
  func readsExactly(text: String, dimension: Dimension, value: Int64) throws {
    #expect(try Quantity.whole(text, dimension) == value)
  }

  @Test(
    "what is finer than the base unit, too large or no number is refused",
    arguments: [
      ("0.1 ns", "'0.1 ns' is finer than 1 ns"),
      ("1e30 h", "'1e30 h' is too large"),
      ("3000000 h", "'3000000 h' is too large"),
      ("1.2.3 ms", "'1.2.3 ms' is not a time; expected a time, for example '10 ms'"),
      (
        "1e-9223372036854775808 ms",
        "'1e-9223372036854775808 ms' is not a time; expected a time, for example '10 ms'"
      ),
      ("- ms", "'- ms' is not a time; expected a time, for example '10 ms'"),
      ("99999999999999999999 ms", "'99999999999999999999 ms' is not a time; expected a time, for example '10 ms'"),
      (
        "1 mss",
        "'1 mss': unknown unit 'mss'; expected a time, for example '10 ms', in ns, us, ms, s, min or h; did you mean 'ms'?"
      ),
      ("5 %", "'5 %' is a percentage; expected a time, for example '10 ms'"),
      ("unlimited", "'unlimited' is not a time; expected a time, for example '10 ms'"),
    ])
  func refuses(text: String, problem: String) {
    #expect(throws: Quantity.Problem(text: problem)) { try Quantity.whole(text, .time) }
  }

  @Test(
    "bit rates in other people's writing are answered with ours",
    arguments: [
      ("bps", "bit/s"), ("kbps", "kbit/s"), ("Kbps", "kbit/s"), ("Mbps", "Mbit/s"), ("mbps", "Mbit/s"),
      ("Mb/s", "Mbit/s"),
      ("MBit/s", "Mbit/s"), ("Gbps", "Gbit/s"), ("Gbit", "Gbit/s"), ("Gbits/s", "Gbit/s"), ("MBps", "MB/s"),
      ("GBps", "GB/s"), ("Mbit/z", "Mbit/s"),
    ])
  func bitRates(symbol: String, meant: String) {
    let problem = #expect(throws: Quantity.Problem.self) { try Quantity.whole("100 \(symbol)", .bitRate) }
    #expect(problem?.text.hasSuffix("; did you mean '\(meant)'?") == true, "\(problem?.text ?? "")")
  }

  @Test("rates and fractions are the nearest doubles")
  func readsReals() throws {
    #expect(try Quantity.real("150 /s", .rate) == 150)
    #expect(try Quantity.real("90/min", .rate) == 1.5)
    #expect(try Quantity.real("0.1 %", .fraction) == 0.001)
    #expect(try Quantity.real("95 %", .fraction) == 0.95)
  }

  @Test(
    "values are written in the largest unit without decimals",
    arguments: [
      (200_000_000, Dimension.time, "200 ms"), (1_500_000_000, .time, "1500 ms"), (0, .time, "0 ns"),
      (86_400_000_000_000, .time, "24 h"), (16_000_000, .size, "16 MB"), (1_500, .size, "1500 B"),
      (-5_000_000, .time, "-5 ms"), (Int64.max, .bitRate, "unlimited"), (20_000, .drift, "20 ppm"),
    ] as [(Int64, Dimension, String)])
  func writes(value: Int64, dimension: Dimension, text: String) throws {
    #expect(Quantity.text(value, dimension) == text)
    #expect(try Quantity.whole(text, dimension) == value)
  }
}
