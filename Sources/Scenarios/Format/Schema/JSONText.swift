/// A JSON value whose members keep their order.
indirect enum JSONText {
  case string(String)
  case number(Int64)
  case bool(Bool)
  case array([JSONText])
  case object([(String, JSONText)])

  /// With two spaces a level; arrays of short strings on one line.
  func text(indent: Int = 0) -> String {
    let pad = String(repeating: "  ", count: indent + 1)
    let end = String(repeating: "  ", count: indent)
    switch self {
    case .string(let string): return Self.quote(string)
    case .number(let number): return String(number)
    case .bool(let bool): return bool ? "true" : "false"
    case .array(let items):
      let flat = "[" + items.map { $0.text(indent: indent) }.joined(separator: ", ") + "]"
      guard flat.count > 100 || flat.contains("\n") else { return flat }
      return "[\n" + items.map { pad + $0.text(indent: indent + 1) }.joined(separator: ",\n") + "\n\(end)]"
    case .object(let members):
      guard !members.isEmpty else { return "{}" }
      let lines = members.map { "\(pad)\(Self.quote($0.0)): \($0.1.text(indent: indent + 1))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(end)}"
    }
  }

  private static func quote(_ string: String) -> String {
    var quoted = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      default:
        if scalar.value < 0x20 {
          let hex = String(scalar.value, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }
}
