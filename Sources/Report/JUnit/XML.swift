/// Text as XML 1.0 takes it.
enum XML {
  /// For the content of an element. What XML cannot hold at all, such as control characters, becomes U+FFFD.
  static func text(_ text: String) -> String { escaped(text, inAttribute: false) }

  /// For the value of an attribute in double quotes; line ends and tabs survive the normalisation of attributes.
  static func attribute(_ text: String) -> String { escaped(text, inAttribute: true) }

  private static func escaped(_ text: String, inAttribute: Bool) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;".unicodeScalars
      case "<": result += "&lt;".unicodeScalars
      // Only `]]>` is forbidden in content; every `>` is as good.
      case ">": result += "&gt;".unicodeScalars
      case "\"" where inAttribute: result += "&quot;".unicodeScalars
      case "\t" where inAttribute: result += "&#9;".unicodeScalars
      case "\n" where inAttribute: result += "&#10;".unicodeScalars
      case "\r": result += "&#13;".unicodeScalars
      default: result.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return String(result)
  }

  /// XML 1.0, production 2: `Char`. Swift strings hold no surrogates.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xFFFD, 0x1_0000...0x10_FFFF: true
    default: false
    }
  }
}
