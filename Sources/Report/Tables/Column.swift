/// A column of a table: its name and what its cells hold.
public struct Column: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case text
    case integer
    case real
  }

  public var name: String
  public var kind: Kind

  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// Whether a cell may stand in this column; an absent one may anywhere.
  public func admits(_ cell: Cell) -> Bool {
    switch (kind, cell) {
    case (.text, .text), (.integer, .integer), (.real, .real), (_, .absent): true
    case (.text, _), (.integer, _), (.real, _): false
    }
  }
}
