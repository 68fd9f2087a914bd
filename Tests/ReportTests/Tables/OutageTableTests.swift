import Report
import TestSupport
import Testing

@Suite("Tables of outages")
struct OutageTableTests {
  static let whole = OutageTable.Row(
    label: "1.b", what: "soft", printedPackets: 154, printedSeconds: 1.2, rate: 64, packets: 0, isCounted: true,
    exactSeconds: 0, kind: "predicted", holds: "differs", remark: "links are new")
  static let part = OutageTable.Row(
    label: "1.a-3", what: "keys of two encryption functions", printedPackets: 81, printedSeconds: 1.2, rate: 64,
    packets: 81.2, isCounted: false, exactSeconds: 1.26904, kind: "calibrated", holds: "yes", remark: "packets count")
  static let detection = OutageTable.Row(
    label: "2.a-1", what: "detection", printedPackets: nil, printedSeconds: 5, rate: 64, packets: 13_504,
    isCounted: false, exactSeconds: 211, kind: "from inputs", holds: "NO")

  @Test("the rows of several scenarios join, in the order of the paper, whoever comes first")
  func joined() {
    let tables = OutageTable.joined([
      OutageTable(title: "p table-1", [Self.whole, Self.detection]), OutageTable(title: "q table-1", [Self.part]),
      OutageTable(title: "p table-1", [Self.part]),
    ])
    #expect(tables.map(\.title) == ["p table-1", "q table-1"])
    #expect(tables[0].rows.map(\.label) == ["1.a-3", "1.b", "2.a-1"])
    #expect(tables[0].name == "table-1")
    let part = tables[0].part("table-1-\(Self.part.label)")
    #expect(part.title == "p table-1-\(Self.part.label)")
    #expect(part.rows.map(\.label) == [Self.part.label])
    for whole in ["table-1", "table"] { #expect(tables[0].part(whole).title == "p table-1") }
  }

  @Test("the terminal's table: printed beside simulated, and why a row differs")
  func text() {
    let table = OutageTable(title: "p table-1", [Self.whole, Self.part, Self.detection])
    Golden.expect(table.text, matches: "outages.txt")
    #expect(table.text.split(separator: "\n").allSatisfy { $0.count <= 110 })
  }

  @Test("the CSV table has every digit")
  func csv() {
    Golden.expect(CSVWriter.text(OutageTable(title: "t", [Self.whole, Self.part]).table), matches: "outages.csv")
  }
}
