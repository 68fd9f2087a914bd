/// JSON text after RFC 8259 in UTF-8: the same value always gives the same bytes.
public enum JSONWriter {
  /// On one line, without spaces: what a line of JSON lines is (its end is the caller's).
  public static func line(_ value: JSONValue) -> String {
    var text = ""
    write(value, indent: nil, to: &text)
    return text
  }

  /// Indented by two spaces, with a line end.
  public static func text(_ value: JSONValue) -> String {
    var text = ""
    write(value, indent: 0, to: &text)
    return text + "\n"
  }

  private static func write(_ value: JSONValue, indent: Int?, to text: inout String) {
    switch value {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .real(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): write(string: value, to: &text)
    case .array(let values):
      write(list: values, between: ("[", "]"), indent: indent, to: &text) { value, indent, text in
        write(value, indent: indent, to: &text)
      }
    case .object(let members):
      write(list: members, between: ("{", "}"), indent: indent, to: &text) { member, indent, text in
        write(string: member.name, to: &text)
        text += indent == nil ? ":" : ": "
        write(member.value, indent: indent, to: &text)
      }
    }
  }

  private static func write<Item>(
    list: [Item], between brackets: (String, String), indent: Int?, to text: inout String,
    item: (Item, Int?, inout String) -> Void
  ) {
    text += brackets.0
    for (position, element) in list.enumerated() {
      if position > 0 { text += "," }
      if let indent { text += "\n" + String(repeating: "  ", count: indent + 1) }
      item(element, indent.map { $0 + 1 }, &text)
    }
    if let indent, !list.isEmpty { text += "\n" + String(repeating: "  ", count: indent) }
    text += brackets.1
  }

  private static func write(string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": text += escape(scalar.value)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private static func escape(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
