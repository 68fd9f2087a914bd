/// Rows of typed cells under named columns.
public struct Table: Hashable, Sendable {
  public let columns: [Column]
  public private(set) var rows: [[Cell]] = []

  /// - Precondition: no two columns have the same name.
  public init(columns: [Column]) {
    precondition(Set(columns.map(\.name)).count == columns.count, "two columns share a name: \(columns.map(\.name))")
    self.columns = columns
  }

  /// Adds a row.
  ///
  /// - Precondition: one cell a column, each of its column's kind or absent.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "\(row.count) cells for \(columns.count) columns")
    for (column, cell) in zip(columns, row) {
      precondition(column.admits(cell), "the \(column.kind) column '\(column.name)' cannot hold \(cell)")
    }
    rows.append(row)
  }

  /// The position of a column; nil when there is none of this name.
  public func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }
}
