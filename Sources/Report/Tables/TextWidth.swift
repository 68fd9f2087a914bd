/// Widths, padding and wrapping of text in character cells.
public enum TextWidth {
  /// Cells that a text takes, one a character.
  static func columns(_ text: String) -> Int { text.count }

  static func pad(_ text: String, to width: Int, right: Bool) -> String {
    let space = String(repeating: " ", count: max(0, width - columns(text)))
    return right ? space + text : text + space
  }

  static func trimmed(_ line: String) -> String {
    guard let last = line.lastIndex(where: { $0 != " " }) else { return "" }
    return String(line[...last])
  }

  /// Lines of at most `width` cells, broken at spaces; a longer word is cut. Line ends in the text stay.
  public static func wrap(_ text: String, width: Int) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap { wrap(line: $0, width: width) }
  }

  private static func wrap(line: Substring, width: Int) -> [String] {
    guard line.count > width else { return [String(line)] }
    var lines: [String] = []
    var current = ""
    for var word in line.split(separator: " ") {
      if !current.isEmpty, current.count + 1 + word.count <= width {
        current += " " + word
        continue
      }
      if !current.isEmpty { lines.append(current) }
      while word.count > width {
        lines.append(String(word.prefix(width)))
        word = word.dropFirst(width)
      }
      current = String(word)
    }
    lines.append(current)
    return lines
  }
}
