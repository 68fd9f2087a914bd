/// Finds the first byte that is not clean UTF-8 text.
enum EncodingCheck {
  static func firstError(in bytes: [UInt8], source: Place.Source) -> ScenarioError? {
    var line = 1
    var column = 1
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while true {
      switch decoder.decode(&iterator) {
      case .emptyInput: return nil
      case .error: return ScenarioError("not UTF-8 text", at: Place(source, line: line, column: column))
      case .scalarValue(let scalar):
        guard isText(scalar) else {
          let code = String(scalar.value, radix: 16, uppercase: true)
          return ScenarioError(
            "control character U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code)",
            at: Place(source, line: line, column: column))
        }
        if scalar == "\n" {
          line += 1
          column = 1
        } else {
          column += 1
        }
      }
    }
  }

  /// YAML 1.1, section 5.1: printable characters, tab and line breaks.
  private static func isText(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
