/// Text from outside, made fit for a terminal.
public enum PlainText {
  /// The text without anything that moves the cursor, changes colours or the direction of writing: such characters stand
  /// as `\u{1b}`, and a backslash is doubled. At most `limit` characters of it, and then how many there are.
  public static func of(_ text: String, limit: Int = 60) -> String {
    var plain = ""
    var count = 0
    for scalar in text.unicodeScalars {
      count += 1
      guard count <= limit else { continue }
      if scalar == "\\" {
        plain += "\\\\"
      } else if isHarmless(scalar) {
        plain.unicodeScalars.append(scalar)
      } else {
        plain += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return count > limit ? "\(plain).. (\(count) characters)" : plain
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned,
      .nonspacingMark, .enclosingMark, .spacingMark:
      false
    case .spaceSeparator: scalar == " "
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol,
      .otherSymbol:
      true
    @unknown default: false
    }
  }
}
