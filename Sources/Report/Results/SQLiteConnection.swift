import CSQLite

/// A database being written. Closed on every way out.
struct SQLiteConnection: ~Copyable {
  private var handle: OpaquePointer?
  /// The name for error lines.
  private let path: String

  init(creating file: String, reportedAs path: String) throws(DatabaseError) {
    self.path = path
    var opened: OpaquePointer?
    let status = sqlite3_open_v2(file, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
    handle = opened
    guard status == SQLITE_OK else { throw failure() }
    // The file has a temporary name and is made durable as a whole: no journal of its own beside it.
    try execute("PRAGMA journal_mode = OFF")
    try execute("PRAGMA synchronous = OFF")
  }

  deinit { sqlite3_close_v2(handle) }

  func execute(_ statement: String) throws(DatabaseError) {
    guard sqlite3_exec(handle, statement, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }

  /// Creates a table and fills it.
  func store(_ table: Table, as name: String) throws(DatabaseError) {
    let columns = table.columns.map { "\(SQLiteConnection.quoted($0.name)) \(SQLiteConnection.type(of: $0.kind))" }
    try execute("CREATE TABLE \(SQLiteConnection.quoted(name)) (\(columns.joined(separator: ", "))) STRICT")
    let places = table.columns.map { _ in "?" }.joined(separator: ", ")
    var prepared: OpaquePointer?
    let insertion = "INSERT INTO \(SQLiteConnection.quoted(name)) VALUES (\(places))"
    guard sqlite3_prepare_v2(handle, insertion, -1, &prepared, nil) == SQLITE_OK else { throw failure() }
    defer { sqlite3_finalize(prepared) }
    for row in table.rows {
      for (position, cell) in row.enumerated() {
        guard bind(cell, to: prepared, at: Int32(position + 1)) == SQLITE_OK else { throw failure() }
      }
      guard sqlite3_step(prepared) == SQLITE_DONE else { throw failure() }
      sqlite3_reset(prepared)
    }
  }

  consuming func close() throws(DatabaseError) {
    guard sqlite3_close(handle) == SQLITE_OK else { throw failure() }
    handle = nil
  }

  private func bind(_ cell: Cell, to statement: OpaquePointer?, at position: Int32) -> Int32 {
    // SQLITE_TRANSIENT, which Swift does not import: SQLite copies the text.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    return switch cell {
    case .text(let text): sqlite3_bind_text(statement, position, text, Int32(text.utf8.count), copied)
    case .integer(let number): sqlite3_bind_int64(statement, position, number)
    case .real(let number): sqlite3_bind_double(statement, position, number)
    case .absent: sqlite3_bind_null(statement, position)
    }
  }

  private func failure() -> DatabaseError {
    .sqlite(path: path, message: handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory")
  }

  private static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  private static func type(of kind: Column.Kind) -> String {
    switch kind {
    case .text: "TEXT"
    case .integer: "INTEGER"
    case .real: "REAL"
    }
  }
}
