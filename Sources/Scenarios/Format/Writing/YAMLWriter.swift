/// Writes trees of YAML as text that reads back as the same tree: the top level, and lists in it, on lines of their own,
/// everything deeper in one line.
enum YAMLWriter {
  static func text(_ root: Node) -> String {
    root.entries.map { entry in
      switch entry.value.content {
      case .list(let items) where !items.isEmpty:
        "\(scalar(entry.key)):\n" + items.map { "  - \(flow($0))\n" }.joined()
      case .mapping(let entries) where entries.contains(where: { isLong($0.value) }):
        "\(scalar(entry.key)):\n" + entries.map(inner).joined()
      case .list, .mapping, .scalar: "\(scalar(entry.key)): \(flow(entry.value, alone: true))\n"
      }
    }.joined()
  }

  private static func inner(_ entry: Node.Entry) -> String {
    guard case .list(let items) = entry.value.content, !items.isEmpty else {
      return "  \(scalar(entry.key)): \(flow(entry.value, alone: true))\n"
    }
    return "  \(scalar(entry.key)):\n" + items.map { "    - \(flow($0, alone: true))\n" }.joined()
  }

  /// Whether a value is better not put into one line with others.
  private static func isLong(_ node: Node) -> Bool {
    switch node.content {
    case .scalar(let text): text.count > 50
    case .list(let items): items.contains { $0.scalar?.contains(" ") ?? false }
    case .mapping: false
    }
  }

  /// In one line. `alone`: not within brackets, where more characters mean something.
  static func flow(_ node: Node, alone: Bool = false) -> String {
    switch node.content {
    case .scalar(let text): scalar(text, alone: alone)
    case .list(let items): "[" + items.map { flow($0) }.joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\(scalar($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// Plain where that is safe, in double quotes otherwise.
  private static func scalar(_ text: String, alone: Bool = false) -> String {
    isPlain(text, alone: alone) ? text : quoted(text)
  }

  private static func isPlain(_ text: String, alone: Bool) -> Bool {
    guard !YAMLReader.nulls.contains(text) else { return false }
    guard let first = text.first, first != " ", text.last != " ", text.last != ":" else { return false }
    guard first.isASCII, first.isLetter || first.isNumber || first == "/" || first == "." else {
      return first == "-" && text.dropFirst().first?.isNumber == true && isPlain(String(text.dropFirst()), alone: alone)
    }
    let special = alone ? "" : ",[]{}\""
    guard !text.contains(where: { special.contains($0) }) else { return false }
    guard !text.contains(": "), !text.contains(" #") else { return false }
    return text.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        guard !(0x20...0x7E).contains(scalar.value) else {
          result.unicodeScalars.append(scalar)
          continue
        }
        let code = String(scalar.value, radix: 16)
        let (mark, width) = scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
        result += "\\" + mark + String(repeating: "0", count: width - code.count) + code
      }
    }
    return result + "\""
  }
}
