/// Comma-separated values after RFC 4180 in UTF-8, with LF line ends: the same table always gives the same bytes.
public enum CSVWriter {
  /// The whole table, with its header line.
  public static func text(_ table: Table) -> String {
    var text = header(table.columns)
    for row in table.rows { text += line(row) }
    return text
  }

  /// The header line alone.
  public static func header(_ columns: [Column]) -> String { line(columns.map { .text($0.name) }) }

  /// One line, with its end.
  public static func line(_ row: [Cell]) -> String {
    // A line of one empty field would read as no field at all.
    if row.count == 1, row[0].text.isEmpty { return "\"\"\n" }
    return row.map { field($0.text) }.joined(separator: ",") + "\n"
  }

  /// Writes the whole table under a name, or nothing.
  public static func write(_ table: Table, to path: String) throws(FileError) {
    let file = try AtomicFile(path)
    try file.write(header(table.columns))
    for first in stride(from: 0, to: table.rows.count, by: 4_096) {
      var text = ""
      for row in table.rows[first..<min(first + 4_096, table.rows.count)] { text += line(row) }
      try file.write(text)
    }
    try file.commit()
  }

  /// Quoted where a comma, a quote or a line end needs it.
  private static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
