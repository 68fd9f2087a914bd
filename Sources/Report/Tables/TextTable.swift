/// A table for a terminal: aligned columns, numbers to the right, a rule under the header, long texts wrapped.
public struct TextTable: Sendable {
  public enum Alignment: Sendable {
    case left
    case right
  }

  public struct Heading: Sendable {
    public var title: String
    public var alignment: Alignment
    /// Widest allowed; longer texts wrap at spaces.
    public var maximumWidth: Int

    public init(_ title: String, _ alignment: Alignment = .left, maximumWidth: Int = 60) {
      self.title = title
      self.alignment = alignment
      self.maximumWidth = max(maximumWidth, 1)
    }
  }

  public var headings: [Heading]
  public private(set) var rows: [[String]] = []

  public init(_ headings: [Heading]) { self.headings = headings }

  /// A table of cells: numbers to the right and with six significant digits.
  public init(_ table: Table) {
    headings = table.columns.map { Heading($0.name, $0.kind == .text ? .left : .right) }
    rows = table.rows.map { row in
      row.map { cell in
        guard case .real(let number) = cell, number.isFinite else { return cell.text }
        let magnitude = Decimal(number).magnitude
        guard (-5...14).contains(magnitude) else { return cell.text }
        return Decimal(number, significantDigits: 6).text()
      }
    }
  }

  /// Adds a row.
  ///
  /// - Precondition: one text a heading.
  public mutating func append(_ row: [String]) {
    precondition(row.count == headings.count, "\(row.count) texts under \(headings.count) headings")
    rows.append(row)
  }

  /// The lines, each ended by LF and without spaces at its end.
  public var text: String {
    let cells = ([headings.map(\.title)] + rows).map { row in
      zip(row, headings).map { TextWidth.wrap($0, width: $1.maximumWidth) }
    }
    let widths = headings.indices.map { column in
      cells.reduce(0) { widest, row in max(widest, row[column].map(TextWidth.columns).max() ?? 0) }
    }
    var text = ""
    for (number, row) in cells.enumerated() {
      for line in 0..<(row.map(\.count).max() ?? 0) {
        let padded = headings.indices.map { column in
          let part = line < row[column].count ? row[column][line] : ""
          return TextWidth.pad(part, to: widths[column], right: headings[column].alignment == .right)
        }
        text += TextWidth.trimmed(padded.joined(separator: "  ")) + "\n"
      }
      if number == 0 { text += widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ") + "\n" }
    }
    return text
  }
}
