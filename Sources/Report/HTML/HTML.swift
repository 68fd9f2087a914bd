/// Pieces of HTML text.
enum HTML {
  /// Text that shows as it is, in content and in quoted attributes.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\r", "\t": escaped.unicodeScalars.append(scalar)
      // Control characters are not allowed in HTML at all.
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// `<tag class="...">text</tag>`, the text escaped.
  static func element(_ tag: String, class name: String = "", _ text: String) -> String {
    wrapped(tag, class: name, escaped(text))
  }

  /// `<tag class="...">html</tag>`.
  static func wrapped(_ tag: String, class name: String = "", _ html: String) -> String {
    "<\(tag)\(name.isEmpty ? "" : " class=\"\(escaped(name))\"")>\(html)</\(tag)>"
  }

  /// Rows of cells under headings; `numeric` columns stand to the right. Cells are HTML.
  static func table(_ headings: [String], numeric: [Bool], rows: [[String]], rowClasses: [String] = []) -> String {
    let kinds = numeric.map { $0 ? "number" : "" }
    let head = zip(headings, kinds).map { element("th", class: $1, $0) }.joined()
    let body = rows.enumerated().map { number, row in
      let cells = zip(row, kinds).map { wrapped("td", class: $1, $0) }.joined()
      return wrapped("tr", class: number < rowClasses.count ? rowClasses[number] : "", cells) + "\n"
    }
    return
      "<div class=\"wide\"><table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body.joined())</tbody>\n</table></div>\n"
  }

  /// Pairs of a key and a value; values of several lines keep them.
  static func list(_ entries: [(key: String, value: String)]) -> String {
    let items = entries.map { entry in
      let value = entry.value.contains("\n") ? element("pre", entry.value) : escaped(entry.value)
      return element("dt", entry.key) + wrapped("dd", value) + "\n"
    }
    return "<dl>\n\(items.joined())</dl>\n"
  }
}
