/// Reads single values as their kind.
struct ScalarReader {
  typealias Problem = Quantity.Problem

  /// What the file is about, for the names of its nodes.
  var system: String?

  func read(_ text: String, as kind: ScalarKind) throws(Problem) -> ScalarValue {
    switch kind {
    case .text, .axisValue, .reading: return .word(text)
    case .choice(let choices): return .word(try one(of: choices.map(\.word), text))
    case .metric: return .word(try known(text, MetricCatalogue.metricNames, "metric"))
    case .metricOrFamily:
      let names = MetricCatalogue.familyNames + MetricCatalogue.metricNames
      return .word(try known(text, names, "metric or family"))
    case .axis: return .word(try known(text, ScenarioSchema.axisKeys, "key"))
    case .precision:
      _ = try Precision(text)
      return .word(text)
    case .moduleOrAny: return text == "any" ? .word(text) : try read(text, as: .module)
    case .module:
      let words = text.split(separator: " ")
      let role = words.count == 2 && words[0] != "module" ? NodeRoleNames.all.first { $0 == words[0] } : nil
      guard words.count == 1 || words.count == 2 && (words[0] == "module" || role != nil),
        let decimal = ExactDecimal(words.last!), case .exactly(let value) = decimal.scaled(by: 1), value >= 0
      else {
        throw Problem(text: "'\(text)' is not a node\(hint(for: words))")
      }
      return role.map { .word("\($0) \(value)") } ?? .whole(value)
    case .count(let range):
      guard let decimal = ExactDecimal(text[...]), case .exactly(let value) = decimal.scaled(by: 1) else {
        throw Problem(text: "'\(text)' is not a whole number")
      }
      guard range.contains(value) else {
        throw Problem(text: "\(text) is out of range; must be from \(range.lowerBound) to \(range.upperBound)")
      }
      return .whole(value)
    case .seed:
      guard let value = UInt64(text) else {
        throw Problem(text: "'\(text)' is not a whole number from 0 to \(UInt64.max)")
      }
      return .whole(Int64(bitPattern: value))
    case .number(let range):
      guard let value = ExactDecimal(text[...])?.double() else {
        throw Problem(text: "'\(text)' is not a number")
      }
      guard range.contains(value) else {
        throw Problem(
          text: "\(text) is out of range; must be from \(plain(range.lowerBound)) to \(plain(range.upperBound))")
      }
      return .real(value)
    case .whole(let dimension, let range):
      let value = try Quantity.whole(text, dimension)
      guard range.contains(value) else {
        let lowest = Quantity.text(range.lowerBound, dimension)
        if range.upperBound >= .max / 4 { throw Problem(text: "\(text) is out of range; must be at least \(lowest)") }
        let highest = Quantity.text(range.upperBound, dimension)
        throw Problem(text: "\(text) is out of range; must be from \(lowest) to \(highest)")
      }
      return .whole(value)
    case .real(let dimension, let range):
      let value = try Quantity.real(text, dimension)
      guard range.contains(value) else {
        let scale = dimension == .fraction ? 100.0 : 1
        let unit = dimension == .fraction ? "%" : "/s"
        let (lowest, highest) = (plain(range.lowerBound * scale), plain(range.upperBound * scale))
        throw Problem(text: "\(text) is out of range; must be from \(lowest) to \(highest) \(unit)")
      }
      return .real(value)
    }
  }

  /// What a word and a number, or whatever there is, may have been meant to be as a node.
  private func hint(for words: [Substring]) -> String {
    let names = NodeRoleNames.of(system)
    let usual = "; expected \(Quantity.list(names.map { "'\($0) 0'" }))"
    guard words.count == 2 else { return usual }
    guard words[0] != "module", !NodeRoleNames.all.contains(String(words[0])) else {
      return ": its number must be a whole one from 0"
    }
    return Suggestion.nearest(to: String(words[0]), among: names).map { "; did you mean '\($0) \(words[1])'?" } ?? usual
  }

  private func one(of words: [String], _ text: String) throws(Problem) -> String {
    guard !words.contains(text) else { return text }
    let expected = Quantity.list(words.map { "'\($0)'" })
    throw Problem(text: "'\(text)' is not known; must be \(expected)\(Suggestion.phrase(for: text, among: words))")
  }

  private func known(_ text: String, _ words: [String], _ noun: String) throws(Problem) -> String {
    guard !words.contains(text) else { return text }
    throw Problem(text: "unknown \(noun) '\(text)'\(Suggestion.phrase(for: text, among: words))")
  }

  private func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
