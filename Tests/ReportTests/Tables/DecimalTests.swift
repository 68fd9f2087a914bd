import Testing

@testable import Report

struct DecimalTests {
  @Test(
    "a number keeps its digits whatever way Swift writes it",
    arguments: [
      (0.0, "0"), (1, "1"), (-2.5, "-2.5"), (0.001, "0.001"), (1e-7, "0.0000001"), (123_456.789, "123456.789"),
      (1e16, "10000000000000000"), (1.5e20, "150000000000000000000"), (100, "100"), (0.1 + 0.2, "0.30000000000000004"),
    ])
  func text(value: Double, expected: String) {
    #expect(Decimal(value).text() == expected)
    #expect(Decimal(value).value == value)
  }

  @Test(
    "rounding carries, and halves go up",
    arguments: [
      (999.7, 3, "1000"), (0.0999, 2, "0.1"), (1.25, 2, "1.3"), (2.675, 3, "2.68"), (149.9, 1, "100"), (55, 1, "60"),
      (0.5, 0, "1"), (0.4, 0, "0"), (123, -1, "0"),
    ])
  func rounding(value: Double, digits: Int, expected: String) {
    #expect(Decimal(value, significantDigits: digits).text() == expected)
  }

  @Test("places pad with zeros and thousands are set apart")
  func places() {
    #expect(Decimal(1_234_567.5).text(places: 2, separator: ",") == "1,234,567.50")
    #expect(Decimal(-123).text(separator: ",") == "-123")
    #expect(Decimal(0).text(places: 2) == "0.00")
  }
}
