/// Puts values into a tree of YAML by path.
enum NodeEditing {
  /// Sets the value, makes the mappings on the way, and takes away the alternatives that it replaces.
  static func set(_ value: Node, at path: ArraySlice<String>, in node: inout Node, schema: Kind) {
    guard let key = path.first else {
      node = value
      return
    }
    var entries = node.entries
    let alternatives = schema.mapping?.exactlyOneOf ?? []
    if alternatives.contains(key) { entries.removeAll { $0.key != key && alternatives.contains($0.key) } }
    let inner = schema.mapping?.field(key)?.kind ?? .scalar(.text)
    if let index = entries.firstIndex(where: { $0.key == key }) {
      set(value, at: path.dropFirst(), in: &entries[index].value, schema: inner)
    } else {
      var child = Node(.mapping([]), at: value.place)
      set(value, at: path.dropFirst(), in: &child, schema: inner)
      entries.append(Node.Entry(key: key, keyPlace: value.place, value: child))
    }
    node.content = .mapping(entries)
  }
}
