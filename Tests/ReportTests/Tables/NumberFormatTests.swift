import Testing

@testable import Report

struct NumberFormatTests {
  @Test(
    "values take the prefix that leaves one to three digits before the point",
    arguments: [
      (0.0123, "s", "12.3 ms"), (1_234_567, "B", "1.23 MB"), (41e-6, "s", "41.0 µs"), (3.2e-8, "s", "32.0 ns"),
      (206, "s", "206 s"), (7_200, "s", "7,200 s"), (0.9996, "s", "1.00 s"), (0.000_999_7, "s", "1.00 ms"),
      (1e9, "bit/s", "1.00 Gbit/s"), (0.5, "B", "0.500 B"), (0, "s", "0 s"), (-0.002, "s", "-2.00 ms"),
      (163.27, "transactions/s", "163 transactions/s"), (15_312, "transactions/s", "15,300 transactions/s"),
      (2_345_678, "transactions/s", "2.35 M transactions/s"), (12.5, "%", "12.5 %"), (0.25, "", "0.250"),
    ])
  func prefixes(value: Double, unit: String, expected: String) {
    #expect(NumberFormat.text(value, unit: unit) == expected)
  }

  @Test(
    "trimmed, zeros at the end go", arguments: [(1_000.0, "1 kB"), (400, "400 B"), (1_500, "1.5 kB"), (1e6, "1 MB")])
  func trimmed(value: Double, expected: String) {
    #expect(NumberFormat.text(value, unit: "B", trimmed: true) == expected)
  }

  @Test("a mean stands with its half-width in one unit and to the same place")
  func intervals() {
    let text = { (mean: Double, halfWidth: Double?, unit: String) in
      NumberFormat.text(ConfidenceInterval(mean: mean, halfWidth: halfWidth, n: 5), unit: unit)
    }
    #expect(text(0.012_341, 0.000_121, "s") == "12.34 ± 0.12 ms")
    #expect(text(163.27, 1.234, "transactions/s") == "163.3 ± 1.2 transactions/s")
    #expect(text(15_312, 480, "transactions/s") == "15,312 ± 480 transactions/s")
    #expect(text(1, nil, "s") == "1.00 s")
    #expect(text(2, 0, "s") == "2.00 s")
    #expect(text(100, 0.000_000_01, "s") == "100.000 ± 0 s")
    #expect(text(0.001, 0.2, "s") == "1 ± 200 ms")
  }

  @Test("whole numbers of things have all their digits, up to what a double tells apart; others are rounded")
  func numbers() {
    #expect(NumberFormat.number(13_609) == "13,609")
    #expect(NumberFormat.number(1) == "1")
    #expect(NumberFormat.number(-0.0) == "0")
    #expect(NumberFormat.number(999_999_999_999_999) == "999,999,999,999,999")
    #expect(NumberFormat.number(1e15) == "1.00 P")
    #expect(NumberFormat.number(13_609.5) == "13,600")
    #expect(NumberFormat.number(2.5, significantDigits: 4, trimmed: true) == "2.5")
    let number = { NumberFormat.number(ConfidenceInterval(mean: $0, halfWidth: $1, n: 5)) }
    #expect(number(13_609, nil) == "13,609")
    #expect(number(13_609, 0) == "13,609")
    #expect(number(13_609, 48) == "13,609 ± 48")
    #expect(number(13_609.4, nil) == "13,600")
  }

  @Test("shares are written as percent")
  func percent() {
    #expect(NumberFormat.percent(0.0123) == "1.23 %")
    #expect(NumberFormat.percent(0.05) == "5 %")
    #expect(NumberFormat.percent(0) == "0 %")
    #expect(NumberFormat.percent(-1.5) == "-150 %")
  }

  @Test("what is no number is said in words")
  func nonFinite() {
    #expect(NumberFormat.text(.nan, unit: "s") == "not a number s")
    #expect(NumberFormat.text(-.infinity) == "-infinite")
    #expect(NumberFormat.percent(.infinity) == "infinite %")
  }
}
