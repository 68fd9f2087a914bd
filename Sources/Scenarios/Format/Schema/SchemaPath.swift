/// Finds fields by dotted key.
enum SchemaPath {
  /// What a dotted key leads to.
  enum Target {
    case kind(Kind)
    /// An entry of the sweep, by the key of its axis.
    case axis(String)
  }

  struct Problem: Error {
    var text: String
  }

  /// The parts of `sfc.functions[0].site`, of which `[0]` is one.
  static func words(_ path: String) -> [String] {
    path.split(separator: ".", omittingEmptySubsequences: false).flatMap { part -> [String] in
      guard let bracket = part.firstIndex(of: "["), part.last == "]" else { return [String(part)] }
      return [String(part[..<bracket])] + part[bracket...].split(separator: "]").map { "\($0)]" }
    }
  }

  /// Of a part `[0]`: the place in a list.
  static func item(_ word: String) -> Int? {
    guard word.hasPrefix("["), word.hasSuffix("]") else { return nil }
    return Int(word.dropFirst().dropLast()).flatMap { $0 >= 0 ? $0 : nil }
  }

  /// The key of the system that a file is about.
  static func system(of file: Node) -> String? {
    file.entries.map(\.key).first { ScenarioSchema.root.exactlyOneOf.contains($0) }
  }

  /// Follows `crb.block.maximum` from a mapping.
  /// - Parameter system: whose keys are meant rather than another's.
  static func resolve(_ path: String, in root: Kind.Mapping, system: String? = nil) throws(Problem) -> Target {
    let words = words(path)
    var kind = Kind.mapping(root)
    for (index, word) in words.enumerated() {
      if case .axes = kind { return .axis(words[index...].joined(separator: ".")) }
      let before = words[..<index].joined(separator: ".").replacing(".[", with: "[")
      if word.hasPrefix("[") {
        guard item(word) != nil else { throw Problem(text: "\(path): '\(word)' is no place in a list, such as '[0]'") }
        guard case .list(let element, _, _) = kind else { throw Problem(text: "\(path): '\(before)' is no list") }
        kind = element
        continue
      }
      guard let mapping = kind.mapping else {
        throw Problem(text: "\(path): unknown key; '\(before)' has no keys in it")
      }
      guard let field = mapping.field(word) else {
        let hint = hint(for: word, in: mapping, before: before, root: root, system: system)
        throw Problem(text: "\(path): unknown key\(hint)")
      }
      kind = field.kind
    }
    return .kind(kind)
  }

  /// The kind of a key that can be an axis.
  static func axis(_ path: String) throws(Problem) -> ScalarKind {
    guard case .kind(let kind) = try resolve(path, in: ScenarioSchema.root) else {
      throw Problem(text: "\(path): cannot be swept")
    }
    guard ScenarioSchema.axisKeys.contains(path), let scalar = kind.scalar else {
      guard let inner = ScenarioSchema.axisKeys.first(where: { $0.hasPrefix(path + ".") }) else {
        throw Problem(text: "\(path): cannot be swept")
      }
      throw Problem(text: "\(path): not a single value; sweep a key in it, such as '\(inner)'")
    }
    return scalar
  }

  /// A near key of the same mapping, or else the place where this very key stands.
  static func hint(
    for word: String, in mapping: Kind.Mapping, before: String, root: Kind.Mapping, system: String?
  ) -> String {
    let near = Suggestion.phrase(for: word, among: mapping.fields.map(\.key))
    guard near.isEmpty else { return near }
    let systems = root.exactlyOneOf.filter { $0 != system }
    let homes = paths(endingIn: word, in: root, prefix: "").filter { home in
      system == nil || !systems.contains { home.hasPrefix("\($0).") }
    }
    // Most scenarios have no data centers.
    guard let home = homes.first(where: { !$0.hasPrefix("nfv.") }) ?? homes.first else { return "" }
    return "; did you mean '\(home)'?"
  }

  private static func paths(endingIn word: String, in mapping: Kind.Mapping, prefix: String) -> [String] {
    mapping.fields.flatMap { field -> [String] in
      let own = field.key == word ? [prefix + field.key] : []
      return own + (field.kind.mapping.map { paths(endingIn: word, in: $0, prefix: prefix + field.key + ".") } ?? [])
    }
  }
}
