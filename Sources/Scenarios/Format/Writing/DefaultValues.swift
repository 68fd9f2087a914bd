/// Takes out of a tree what the schema says anyway.
enum DefaultValues {
  /// Nil when nothing is left.
  static func removed(from node: Node, _ kind: Kind) -> Node? {
    guard let mapping = kind.mapping, case .mapping(let entries) = node.content else { return node }
    let kept = entries.compactMap { entry -> Node.Entry? in
      guard let field = mapping.field(entry.key) else { return entry }
      guard !isDefault(entry.value, field) else { return nil }
      // Which of several was chosen is said even where nothing else is.
      let choice = mapping.exactlyOneOf.contains(entry.key) ? Node(.mapping([]), at: entry.value.place) : nil
      guard let value = removed(from: entry.value, field.kind) ?? choice else { return nil }
      return Node.Entry(key: entry.key, keyPlace: entry.keyPlace, value: value)
    }
    guard !kept.isEmpty || entries.isEmpty && !mapping.exactlyOneOf.isEmpty else { return nil }
    return Node(.mapping(kept), at: node.place)
  }

  private static func isDefault(_ node: Node, _ field: Field) -> Bool {
    if case .list(let items) = node.content, items.isEmpty { return !field.required }
    guard let fallback = field.fallback, let kind = field.kind.scalar, let text = node.scalar else { return false }
    let reader = ScalarReader()
    guard let value = try? reader.read(text, as: kind) else { return false }
    return value == (try? reader.read(fallback, as: kind))
  }
}
