import CSQLite

/// An SQLite file with the tables `measurements`, `summary` and `provenance` (key, value).
public enum ResultsDatabase {
  /// Writes the file under its name, or nothing.
  public static func write(
    measurements: Table, summary: Table, provenance: Provenance, to path: String
  ) throws(DatabaseError) {
    var origins = Table(columns: [Column("key", .text), Column("value", .text)])
    for entry in provenance.entries { origins.append([.text(entry.key), .text(entry.value)]) }
    let file = try create(path)
    let database = try SQLiteConnection(creating: file.temporaryPath, reportedAs: path)
    try database.execute("BEGIN")
    try database.store(measurements, as: "measurements")
    try database.store(summary, as: "summary")
    try database.store(origins, as: "provenance")
    try database.execute("COMMIT")
    try database.close()
    do throws(FileError) { try file.commit() } catch { throw .file(error) }
  }

  private static func create(_ path: String) throws(DatabaseError) -> AtomicFile {
    do throws(FileError) { return try AtomicFile(path) } catch { throw .file(error) }
  }
}
