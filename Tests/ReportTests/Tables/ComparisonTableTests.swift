import TestSupport
import Testing

@testable import Report

struct ComparisonTableTests {
  static let table = ComparisonTable([
    .init(
      what: "stable write rate", published: "at least 150 transactions/s",
      simulated: ConfidenceInterval(mean: 163.27, halfWidth: 1.234, n: 8), unit: "transactions/s", kind: .predicted,
      holds: true, source: "fig 4.1c"),
    .init(
      what: "delay at 10 modules", published: "below 2 s",
      simulated: ConfidenceInterval(mean: 1.163, halfWidth: 0.043, n: 8), unit: "s", kind: .calibrated, holds: true,
      source: "fig 4.2a", remark: "the signing time of the profile was calibrated on this figure"),
    .init(
      what: "commit bytes grow with the square of the number of modules", published: "quadratic",
      simulated: "bend 0.03", kind: .shape, holds: false, source: "fig 4.2b, section 4.2",
      remark: "with a block of a single transaction the proof in the header outweighs everything else, and the paper "
        + "does not say how many transactions its blocks had, nor how large they were"),
  ])

  @Test("the terminal's table is aligned, marks what fails, and explains below")
  func text() {
    Golden.expect(Self.table.text, matches: "comparison.txt")
    #expect(Self.table.text.split(separator: "\n").allSatisfy { $0.count <= 110 })
  }

  @Test("a long name stays in one piece, whatever is beside it")
  func longNames() {
    let name = "attacks-refused-conflicting-pre-prepare"
    let table = ComparisonTable([
      .init(
        what: "\(name) at crb.modules = 4", published: "is 0", simulated: "0", kind: .own, holds: true, source: "own")
    ])
    #expect(table.text.split(separator: "\n").contains { $0.hasPrefix("\(name)  is 0") })
  }

  @Test("the CSV table has every column")
  func csv() {
    Golden.expect(CSVWriter.text(Self.table.table), matches: "comparison.csv")
  }

  @Test("rows that hold are counted")
  func holding() {
    #expect(Self.table.holding == 2)
    #expect(ComparisonTable().holding == 0)
  }
}
