/// Puts values into a tree of YAML by path.
enum NodeEditing {
  /// Sets the value, makes the mappings on the way, and takes away the alternatives that it replaces. False if a list on the
  /// way has no such item.
  @discardableResult
  static func set(_ value: Node, at path: ArraySlice<String>, in node: inout Node, schema: Kind) -> Bool {
    guard let key = path.first else {
      node = value
      return true
    }
    if let item = SchemaPath.item(key) { return set(value, at: path.dropFirst(), item, in: &node, schema: schema) }
    var entries = node.entries
    let alternatives = schema.mapping?.exactlyOneOf ?? []
    if alternatives.contains(key) { entries.removeAll { $0.key != key && alternatives.contains($0.key) } }
    let inner = schema.mapping?.field(key)?.kind ?? .scalar(.text)
    let isFound: Bool
    if let index = entries.firstIndex(where: { $0.key == key }) {
      isFound = set(value, at: path.dropFirst(), in: &entries[index].value, schema: inner)
    } else {
      var child = Node(.mapping([]), at: value.place)
      isFound = set(value, at: path.dropFirst(), in: &child, schema: inner)
      entries.append(Node.Entry(key: key, keyPlace: value.place, value: child))
    }
    node.content = .mapping(entries)
    return isFound
  }

  private static func set(
    _ value: Node, at path: ArraySlice<String>, _ item: Int, in node: inout Node, schema: Kind
  ) -> Bool {
    guard case .list(let element, _, let isLoose) = schema else { return false }
    var items: [Node] = []
    if case .list(let given) = node.content { items = given } else if isLoose, !node.isEmpty { items = [node] }
    guard items.indices.contains(item) else { return false }
    let isFound = set(value, at: path, in: &items[item], schema: element)
    node.content = .list(items)
    return isFound
  }
}

extension Node {
  /// Whether it is a mapping without anything in it, as one that was not there.
  fileprivate var isEmpty: Bool {
    if case .mapping(let entries) = content { return entries.isEmpty }
    return false
  }
}
