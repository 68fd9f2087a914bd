/// Widths of text in Liberation Sans, near enough to lay a figure out.
enum TextMetrics {
  /// Width in pixels at a font size.
  static func width(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + share(of: $1) } * size
  }

  /// Lines no wider than a number of pixels, broken at spaces; a longer word stays whole.
  static func lines(_ text: String, width limit: Double, size: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, width("\(last) \(word)", size: size) <= limit {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// A character's width in units of the font size.
  private static func share(of character: Unicode.Scalar) -> Double {
    switch character {
    case "i", "j", "l", "'", "|": 0.22
    case " ", ".", ",", ":", ";", "!", "/", "I", "f", "t", "[", "]": 0.28
    case "r", "(", ")", "-", "\"": 0.34
    case "c", "k", "s", "v", "x", "y", "z", "J": 0.5
    case "m", "M", "W", "%", "@": 0.84
    case "w", "C", "D", "G", "H", "N", "O", "Q", "R", "U": 0.74
    case "A", "B", "E", "F", "K", "L", "P", "S", "T", "V", "X", "Y", "Z", "&": 0.65
    default: 0.556
    }
  }
}
