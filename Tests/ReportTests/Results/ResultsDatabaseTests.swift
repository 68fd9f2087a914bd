import TestSupport
import Testing

@testable import Report

struct ResultsDatabaseTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func write(to path: String) throws {
    var provenance = Provenance()
    provenance["seed"] = "1"
    provenance["scenario"] = "title: it's \"quoted\"\n"
    try ResultsDatabase.write(
      measurements: MeasurementsTests.sample.table, summary: MeasurementsTests.sample.summary, provenance: provenance,
      to: path)
  }

  /// What Python's sqlite3 module answers, a row a line.
  private func query(_ statement: String) throws -> String {
    let script =
      "import sqlite3, sys\nfor row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]): print(*row, sep='|')"
    let result = try Program(path: "/usr/bin/python3").run("-c", script, directory.path("results.sqlite"), statement)
    try #require(result.status == 0, "\(result.errors)")
    return result.output
  }

  @Test("both tables and the provenance can be queried, with their types")
  func query() throws {
    try write(to: directory.path("results.sqlite"))
    #expect(directory.files() == ["results.sqlite"])
    #expect(try query("PRAGMA integrity_check") == "ok\n")
    #expect(
      try query("SELECT count(*), round(sum(value), 6) FROM measurements WHERE metric = 'write-rate'") == "9|1333.8\n")
    #expect(
      try query(
        "SELECT \"workload.configuration\", n, unit, low IS NULL FROM summary WHERE \"crb.modules\" = 1 ORDER BY rowid")
        == "1 B|3|transactions/s|0\n1 B|1|s|1\n1 kB|3|transactions/s|0\n1 kB|1|s|1\n")
    #expect(
      try query("SELECT typeof(\"crb.modules\"), typeof(seed), typeof(value) FROM measurements LIMIT 1")
        == "integer|text|real\n")
    #expect(try query("SELECT value FROM provenance WHERE key = 'scenario'") == "title: it's \"quoted\"\n\n")
  }

  @Test("the same results give the same bytes")
  func deterministic() throws {
    try write(to: directory.path("one.sqlite"))
    try write(to: directory.path("two.sqlite"))
    let result = try Program(path: "/usr/bin/cmp").run(directory.path("one.sqlite"), directory.path("two.sqlite"))
    #expect(result.status == 0, "\(result.output)")
  }

  @Test("an unwritable place is one clear line and leaves nothing")
  func unwritable() throws {
    let path = directory.path("missing/results.sqlite")
    let error = #expect(throws: DatabaseError.self) { try write(to: path) }
    #expect(error?.description == "\(path): cannot create: No such file or directory")
    #expect(directory.files() == [])
  }

  @Test("what SQLite refuses is told in its words, under the name asked for, and leaves nothing")
  func refused() throws {
    let path = directory.path("results.sqlite")
    // SQLite takes the names of columns without regard to case.
    let twins = Table(columns: [Column("Size", .text), Column("size", .text)])
    let error = #expect(throws: DatabaseError.self) {
      try ResultsDatabase.write(measurements: twins, summary: twins, provenance: Provenance(), to: path)
    }
    #expect(error?.description == "\(path): duplicate column name: size")
    #expect(directory.files() == [])
  }
}
