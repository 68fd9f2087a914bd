/// Blanks what is not code in Swift source: comments, and the text of string literals (with what they interpolate).
struct CodeScanner {
  private let text: [UInt8]
  private var position = 0
  private var result: [UInt8] = []

  init(text: String) { self.text = Array(text.utf8) }

  mutating func code() -> String {
    while position < text.count {
      if starts(with: "//") {
        blank { !$0.starts(with: "\n") }
      } else if starts(with: "/*") {
        blankComment()
      } else if let mark = stringMark() {
        blankString(mark)
      } else {
        keep()
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func starts(with word: String) -> Bool { text[position...].starts(with: word.utf8) }

  private mutating func keep() {
    result.append(text[position])
    position += 1
  }

  private mutating func skip(_ count: Int = 1) {
    for _ in 0..<count where position < text.count {
      result.append(text[position] == UInt8(ascii: "\n") ? text[position] : UInt8(ascii: " "))
      position += 1
    }
  }

  private mutating func blank(while condition: (CodeScanner) -> Bool) {
    while position < text.count, condition(self) { skip() }
  }

  /// Comments nest.
  private mutating func blankComment() {
    var depth = 0
    repeat {
      if starts(with: "/*") {
        depth += 1
        skip(2)
      } else if starts(with: "*/") {
        depth -= 1
        skip(2)
      } else {
        skip()
      }
    } while depth > 0 && position < text.count
  }

  /// What opens a string literal here, if one starts: `"`, `"""`, `#"`, ...
  private func stringMark() -> (hashes: Int, quotes: Int)? {
    let hashes = text[position...].prefix { $0 == UInt8(ascii: "#") }.count
    let rest = text[(position + hashes)...]
    guard rest.first == UInt8(ascii: "\"") else { return nil }
    return (hashes, rest.starts(with: "\"\"\"".utf8) ? 3 : 1)
  }

  private mutating func blankString(_ mark: (hashes: Int, quotes: Int)) {
    let hashes = String(repeating: "#", count: mark.hashes)
    let end = String(repeating: "\"", count: mark.quotes) + hashes
    skip(mark.hashes + mark.quotes)
    while position < text.count, !starts(with: end) {
      if mark.quotes == 1, starts(with: "\n") { return }
      skip(starts(with: "\\" + hashes) ? 2 + mark.hashes : 1)
    }
    skip(end.utf8.count)
  }
}
