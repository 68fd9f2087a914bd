/// One `--set key=value`.
struct Override {
  var key: String
  var value: Node
  var place: Place

  /// Reads `crb.modules=4`; the value is YAML. Nil when it is wrong, which is then noted.
  init?(_ text: String, into errors: inout [ScenarioError]) {
    place = Place(.override(text), line: 1, column: 1)
    guard let split = text.firstIndex(of: "="), split > text.startIndex else {
      errors.append(ScenarioError("expected key=value", at: place))
      return nil
    }
    key = String(text[..<split])
    let yaml = text[text.index(after: split)...]
    guard yaml.contains(where: { $0 != " " }) else {
      errors.append(ScenarioError("\(key): has no value", at: place))
      return nil
    }
    let (node, problems) = YAMLReader.read(Array(yaml.utf8), source: place.source)
    errors += problems
    guard let node else { return nil }
    value = node
  }

  /// What is wrong with a key of a system that is not the file's; nil if it is of no other.
  private func otherSystem(than root: Node) -> String? {
    let path = key.hasPrefix("sweep.") ? key.dropFirst("sweep.".count) : key[...]
    guard let meant = path.split(separator: ".").first.map(String.init),
      ScenarioSchema.root.exactlyOneOf.contains(meant), root.entry(meant) == nil,
      let present = SchemaPath.system(of: root)
    else { return nil }
    let prefix = key.hasPrefix("sweep.") ? "sweep." : ""
    let inside = "\(prefix)\(present).\(path)"
    let exists = (try? SchemaPath.resolve(inside, in: ScenarioSchema.root)) != nil
    return "\(key): this scenario has '\(present)', not '\(meant)'" + (exists ? "; did you mean '\(inside)'?" : "")
  }

  /// Puts the value into the file's tree. A key that is swept keeps its axis, with this one value.
  func apply(to root: inout Node, narrowed: inout Set<String>, into errors: inout [ScenarioError]) {
    if let problem = otherSystem(than: root) { return errors.append(ScenarioError(problem, at: place)) }
    do {
      let target = try SchemaPath.resolve(key, in: ScenarioSchema.root, system: SchemaPath.system(of: root))
      switch target {
      case .axis(let axis):
        _ = try SchemaPath.axis(axis)
        narrowed.insert(axis)
        NodeEditing.set(value, at: ["sweep", axis], in: &root, schema: .mapping(ScenarioSchema.root))
      case .kind:
        if root.entry("sweep")?.value.entry(key) != nil {
          narrowed.insert(key)
          let list = Node(.list([value]), at: value.place)
          NodeEditing.set(list, at: ["sweep", key], in: &root, schema: .mapping(ScenarioSchema.root))
        } else {
          let path = SchemaPath.words(key)
          let isFound = NodeEditing.set(value, at: path[...], in: &root, schema: .mapping(ScenarioSchema.root))
          guard !isFound else { return }
          errors.append(ScenarioError("\(key): the list has no such item; they count from 0", at: place))
        }
      }
    } catch {
      errors.append(ScenarioError(error.text, at: place))
    }
  }
}
