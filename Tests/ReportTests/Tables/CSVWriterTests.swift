import TestSupport
import Testing

@testable import Report

struct CSVWriterTests {
  private var table: Table {
    var table = Table(columns: [Column("name, or title", .text), Column("n", .integer), Column("x", .real)])
    table.append([.text("plain"), .integer(-3), .real(0.1)])
    table.append([.text("say \"so\""), .integer(.max), .real(1e-300)])
    table.append([.text("two\nlines"), .absent, .real(5)])
    table.append([.text("carriage\r\nreturn, größer 🂡"), .integer(0), .absent])
    table.append([.text(""), .integer(1), .real(.infinity)])
    return table
  }

  @Test("fields are quoted where RFC 4180 asks for it, and lines end with LF")
  func golden() {
    Golden.expect(CSVWriter.text(table), matches: "quoting.csv")
  }

  @Test("Python's csv module reads back every field")
  func readBack() throws {
    let directory = try TemporaryDirectory()
    try CSVWriter.write(table, to: directory.path("table.csv"))
    let reader =
      "import csv, sys; rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))\n"
      + "for r in rows: print(len(r), [f.encode('unicode_escape').decode() for f in r])"
    let result = try Program(path: "/usr/bin/python3").run("-c", reader, directory.path("table.csv"))
    #expect(
      result.output == """
        3 ['name, or title', 'n', 'x']
        3 ['plain', '-3', '0.1']
        3 ['say "so"', '9223372036854775807', '1e-300']
        3 ['two\\\\nlines', '', '5.0']
        3 ['carriage\\\\r\\\\nreturn, gr\\\\xf6\\\\xdfer \\\\U0001f0a1', '0', '']
        3 ['', '1', 'inf']

        """)
  }

  @Test("an empty field alone on its line is quoted, so that the line counts")
  func loneEmptyField() {
    #expect(CSVWriter.line([.text("")]) == "\"\"\n")
    #expect(CSVWriter.line([.absent, .absent]) == ",\n")
  }

  @Test("a long table is written whole")
  func longTable() throws {
    let directory = try TemporaryDirectory()
    var table = Table(columns: [Column("n", .integer)])
    for n in 0..<10_000 as Range<Int64> { table.append([.integer(n)]) }
    try CSVWriter.write(table, to: directory.path("long.csv"))
    #expect(try directory.read("long.csv") == CSVWriter.text(table))
    #expect(directory.files() == ["long.csv"])
  }
}
