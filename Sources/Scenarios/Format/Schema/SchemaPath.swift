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

  /// Follows `crb.block.maximum` from a mapping.
  static func resolve(_ path: String, in root: Kind.Mapping) throws(Problem) -> Target {
    let words = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    var kind = Kind.mapping(root)
    for (index, word) in words.enumerated() {
      if case .axes = kind { return .axis(words[index...].joined(separator: ".")) }
      let before = words[..<index].joined(separator: ".")
      guard let mapping = kind.mapping else {
        throw Problem(text: "\(path): unknown key; '\(before)' has no keys in it")
      }
      guard let field = mapping.field(word) else {
        throw Problem(text: "\(path): unknown key\(hint(for: word, in: mapping, before: before, root: root))")
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
  static func hint(for word: String, in mapping: Kind.Mapping, before: String, root: Kind.Mapping) -> String {
    let near = Suggestion.phrase(for: word, among: mapping.fields.map(\.key))
    guard near.isEmpty else { return near }
    // Most scenarios have no data centers.
    let homes = paths(endingIn: word, in: root, prefix: "")
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
