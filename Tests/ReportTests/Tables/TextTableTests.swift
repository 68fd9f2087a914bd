import TestSupport
import Testing

@testable import Report

struct TextTableTests {
  @Test("columns are aligned, numbers stand to the right, long texts wrap")
  func golden() {
    var table = TextTable([.init("scenario"), .init("rate", .right), .init("remark", maximumWidth: 24)])
    table.append(["write-rate", "163.3", "short"])
    table.append(["größer-µs", "1,234.0", "wraps at the spaces that fit and cuts averyveryverylongwordwithoutany"])
    table.append(["x", "", "first line\nsecond line"])
    Golden.expect(table.text, matches: "aligned.txt")
  }

  @Test("reals of a typed table have six digits, and no line ends with spaces")
  func typed() {
    var table = Table(columns: [Column("metric", .text), Column("n", .integer), Column("value", .real)])
    table.append([.text("a"), .integer(12), .real(1.0 / 3)])
    table.append([.text("longer"), .integer(1), .real(1e-30)])
    table.append([.text("absent"), .integer(1), .absent])
    #expect(
      TextTable(table).text == """
        metric   n     value
        ------  --  --------
        a       12  0.333333
        longer   1     1e-30
        absent   1

        """)
  }

  @Test("without rows there is the header")
  func empty() {
    #expect(TextTable([.init("a"), .init("bb")]).text == "a  bb\n-  --\n")
  }
}
