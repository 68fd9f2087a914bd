import Foundation

/// One line of JSON, its keys in the order of writing.
struct JSONLine {
  private(set) var text = ""

  static func object(_ body: (inout JSONLine) -> Void) -> String {
    var line = JSONLine()
    body(&line)
    return "{" + line.text + "}"
  }

  mutating func number(_ key: String, _ value: Int64) { field(key, String(value)) }
  mutating func bool(_ key: String, _ value: Bool) { field(key, value ? "true" : "false") }
  mutating func string(_ key: String, _ value: String) { field(key, Self.quoted(value)) }
  mutating func base64(_ key: String, _ value: some Collection<UInt8>) {
    field(key, "\"" + Data(value).base64EncodedString() + "\"")
  }
  /// Values that are JSON already.
  mutating func list(_ key: String, _ values: [String]) { field(key, "[" + values.joined(separator: ",") + "]") }

  private mutating func field(_ key: String, _ json: String) {
    if !text.isEmpty { text += "," }
    text += Self.quoted(key) + ":" + json
  }

  /// RFC 8259, section 7.
  private static func quoted(_ value: String) -> String {
    var result = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
