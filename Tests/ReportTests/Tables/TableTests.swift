import Testing

@testable import Report

struct TableTests {
  @Test(
    "reals are written so that they read back as the same number",
    arguments: [0.1, 5.0, 1e-7, 1.0 / 3, 1e300, Double.leastNonzeroMagnitude, 123_456_789.123])
  func roundTrip(number: Double) {
    #expect(Double(Cell.real(number).text) == number)
  }

  @Test("a column admits its own kind and the absent value")
  func kinds() {
    #expect(Column("a", .text).admits(.text("")))
    #expect(!Column("a", .text).admits(.integer(1)))
    #expect(Column("a", .integer).admits(.integer(1)))
    #expect(!Column("a", .integer).admits(.real(1)))
    #expect(Column("a", .real).admits(.real(1)))
    #expect(!Column("a", .real).admits(.text("1")))
    #expect(Column("a", .real).admits(.absent))
  }

  @Test("numbers come out of number cells only")
  func numbers() {
    #expect(Cell.integer(3).number == 3)
    #expect(Cell.real(2.5).number == 2.5)
    #expect(Cell.text("2").number == nil)
    #expect(Cell(nil) == .absent)
    #expect(Cell(1.5) == .real(1.5))
  }
}
