/// Checks YAML against the schema: unknown and missing keys, units, ranges; notes everything that is wrong.
struct Validator {
  var errors: [ScenarioError] = []
  /// Keys that are given and have no effect beside the values of others. Whether that is an error depends on the other
  /// points of a sweep.
  var idle: [(path: String, error: ScenarioError)] = []
  private let root: Kind.Mapping
  /// The key of the system that the file is about.
  private var system: String?
  private var scalars = ScalarReader()

  init(root: Kind.Mapping) { self.root = root }

  /// The settings of a whole file, with defaults filled in; nil when anything is wrong.
  mutating func check(_ node: Node) -> Setting? {
    system = SchemaPath.system(of: node)
    scalars.system = system
    return check(node, .mapping(root), path: "")
  }

  /// One value. Nil when anything in it is wrong, which is then noted.
  mutating func check(_ node: Node, _ kind: Kind, path: String) -> Setting? {
    switch (kind, node.content) {
    case (_, .scalar("")):
      note("has no value", path, at: node.place)
      return nil
    case (.scalar(let scalar), .scalar(let text)):
      return check(text, scalar, node, path: path)
    case (.either(let scalar, let mapping), .scalar(let text)):
      return check(text, scalar, node, path: path, orOneOf: mapping.exactlyOneOf)
    case (.list(let element, let count, _), .list(let items)):
      return check(items, element, atLeast: count, node, path: path)
    case (.list(let element, _, loose: true), .scalar), (.list(let element, _, loose: true), .mapping):
      guard let item = check(node, element, path: path) else { return nil }
      return Setting(path: path, place: node.place, text: "", value: .list([item]))
    case (.mapping(let mapping), .mapping(let entries)), (.either(_, let mapping), .mapping(let entries)):
      return check(entries, mapping, node, path: path)
    case (.axes, .mapping(let entries)):
      return axes(entries, node, path: path)
    case (.coordinates, .mapping(let entries)):
      return coordinates(entries, node, path: path)
    case (.scalar, _), (.either, _), (.list, _), (.mapping, _), (.axes, _), (.coordinates, _):
      note("\(node.noun) where \(expectation(of: kind)) belongs", path, at: node.place)
      return nil
    }
  }

  private mutating func check(
    _ text: String, _ kind: ScalarKind, _ node: Node, path: String, orOneOf keys: [String] = []
  ) -> Setting? {
    do {
      let value = try scalars.read(text, as: kind)
      return Setting(path: path, place: node.place, text: text, value: .scalar(value))
    } catch {
      note(error.text + alternatives(to: kind, keys), path, at: node.place)
      return nil
    }
  }

  private mutating func check(
    _ items: [Node], _ element: Kind, atLeast count: Int, _ node: Node, path: String
  ) -> Setting? {
    guard items.count >= count else {
      note("needs at least \(count) value\(count == 1 ? "" : "s")", path, at: node.place)
      return nil
    }
    let settings = items.enumerated().map { check($0.element, element, path: "\(path)[\($0.offset)]") }
    let good = settings.compactMap { $0 }
    guard good.count == items.count else { return nil }
    return Setting(path: path, place: node.place, text: "", value: .list(good))
  }

  private mutating func check(
    _ entries: [Node.Entry], _ mapping: Kind.Mapping, _ node: Node, path: String
  ) -> Setting? {
    let before = errors.count
    for entry in entries where mapping.field(entry.key) == nil {
      let hint = SchemaPath.hint(for: entry.key, in: mapping, before: path, root: root, system: system)
      note("unknown key\(hint)", join(path, entry.key), at: entry.keyPlace)
    }
    checkExactlyOne(of: mapping.exactlyOneOf, in: entries, mapping, node, path: path)
    if !mapping.atLeastOneOf.isEmpty, !entries.contains(where: { mapping.atLeastOneOf.contains($0.key) }) {
      note("needs \(Quantity.list(mapping.atLeastOneOf.map { "'\($0)'" }))", path, at: node.place)
    }
    var pairs: [(key: String, setting: Setting)] = []
    for field in mapping.fields {
      let fieldPath = join(path, field.key)
      let entry = entries.first { $0.key == field.key }
      let applies = applies(field, in: mapping, entries: entries)
      if applies == false {
        if let entry { noteNoEffect(field, fieldPath, entries, mapping, at: entry.keyPlace) }
      } else if let entry {
        if let setting = check(entry.value, field.kind, path: fieldPath) { pairs.append((field.key, setting)) }
      } else if applies == true, let setting = absent(field, in: mapping, path: fieldPath, at: node.place) {
        pairs.append((field.key, setting))
      }
    }
    guard errors.count == before else { return nil }
    return Setting(path: path, place: node.place, text: "", value: .mapping(pairs))
  }

  /// What a key that is not given stands for: its default, or the defaults of the keys in it.
  private mutating func absent(
    _ field: Field, in mapping: Kind.Mapping, path: String, at place: Place
  ) -> Setting? {
    if let fallback = field.fallback { return check(Self.node(fallback, at: place), field.kind, path: path) }
    guard !field.required else {
      note("missing; it is required: \(field.doc.prefix(1).lowercased() + field.doc.dropFirst())", path, at: place)
      return nil
    }
    guard case .mapping(let inner) = field.kind else { return nil }
    guard !mapping.exactlyOneOf.contains(field.key) else { return nil }
    guard inner.exactlyOneOf.isEmpty, inner.atLeastOneOf.isEmpty else { return nil }
    guard !inner.fields.contains(where: \.required) else { return nil }
    return check(Node(.mapping([]), at: place), field.kind, path: path)
  }

  private mutating func checkExactlyOne(
    of keys: [String], in entries: [Node.Entry], _ mapping: Kind.Mapping, _ node: Node, path: String
  ) {
    guard !keys.isEmpty else { return }
    let given = entries.filter { keys.contains($0.key) }
    guard let first = given.first else {
      // An unknown key that is near one of them has been told of.
      let unknown = entries.map(\.key).filter { mapping.field($0) == nil }
      guard !unknown.contains(where: { Suggestion.nearest(to: $0, among: keys) != nil }) else { return }
      note("needs \(keys.count > 1 ? "one of " : "")\(Quantity.list(keys.map { "'\($0)'" }))", path, at: node.place)
      return
    }
    for extra in given.dropFirst() {
      note("cannot stand beside '\(first.key)'; give one of them", join(path, extra.key), at: extra.keyPlace)
    }
  }

  private mutating func axes(_ entries: [Node.Entry], _ node: Node, path: String) -> Setting? {
    let before = errors.count
    var pairs: [(key: String, setting: Setting)] = []
    for entry in entries {
      let axisPath = join(path, entry.key)
      do {
        let kind = try SchemaPath.axis(entry.key)
        let list = Kind.list(of: .scalar(kind), atLeast: 1, loose: false)
        guard let setting = check(entry.value, list, path: axisPath) else { continue }
        var seen = Set<ScalarValue>()
        for item in setting.items where !seen.insert(item.scalar).inserted {
          note("'\(item.text)' stands twice on the axis", item.path, at: item.place)
        }
        pairs.append((entry.key, setting))
      } catch {
        note("\(path).\(error.text)", "", at: entry.keyPlace)
      }
    }
    guard errors.count == before else { return nil }
    return Setting(path: path, place: node.place, text: "", value: .mapping(pairs))
  }

  private mutating func coordinates(_ entries: [Node.Entry], _ node: Node, path: String) -> Setting? {
    let before = errors.count
    var pairs: [(key: String, setting: Setting)] = []
    for entry in entries {
      do {
        let kind = try SchemaPath.axis(entry.key)
        guard let setting = check(entry.value, .scalar(kind), path: join(path, entry.key)) else { continue }
        pairs.append((entry.key, setting))
      } catch {
        note("\(path).\(error.text)", "", at: entry.keyPlace)
      }
    }
    guard errors.count == before else { return nil }
    return Setting(path: path, place: node.place, text: "", value: .mapping(pairs))
  }

  /// Nil when that cannot be said, because the key that decides is itself missing or wrong, which is then the error.
  private func applies(_ field: Field, in mapping: Kind.Mapping, entries: [Node.Entry]) -> Bool? {
    guard let condition = field.when else { return true }
    if case .beside(let sibling) = condition { return entries.contains { $0.key == sibling } }
    guard let choice = choice(of: condition.sibling, in: mapping, entries: entries) else {
      return mapping.field(condition.sibling)?.required == true ? nil : false
    }
    guard isKnown(choice, mapping.field(condition.sibling)?.kind) else { return nil }
    return condition.holds(for: choice)
  }

  private func isKnown(_ choice: String, _ kind: Kind?) -> Bool {
    if kind?.mapping?.field(choice) != nil { return true }
    guard let scalar = kind?.scalar else { return false }
    return (try? scalars.read(choice, as: scalar)) != nil
  }

  private func choice(of sibling: String, in mapping: Kind.Mapping, entries: [Node.Entry]) -> String? {
    guard let value = entries.first(where: { $0.key == sibling })?.value else {
      return mapping.field(sibling)?.fallback
    }
    return value.scalar ?? value.entries.first?.key
  }

  private mutating func noteNoEffect(
    _ field: Field, _ path: String, _ entries: [Node.Entry], _ mapping: Kind.Mapping, at place: Place
  ) {
    guard let condition = field.when else { return }
    let given = choice(of: condition.sibling, in: mapping, entries: entries).map { ", not with '\($0)'" }
    let not =
      switch condition {
      case .with, .withAny: given ?? ""
      case .unless, .beside: ""
      }
    idle.append((path, ScenarioError("\(path): has an effect only \(condition.words)\(not)", at: place)))
  }

  /// The forms that may stand instead of one of a few words.
  private func alternatives(to kind: ScalarKind, _ keys: [String]) -> String {
    guard case .choice = kind, !keys.isEmpty else { return "" }
    return ", or a mapping with \(Quantity.list(keys.map { "'\($0)'" }))"
  }

  private func expectation(of kind: Kind) -> String {
    switch kind {
    case .scalar: "a single value"
    case .either: "a single value or a mapping"
    case .list: "a list"
    case .mapping, .axes, .coordinates: "a mapping"
    }
  }

  private mutating func note(_ text: String, _ path: String, at place: Place) {
    errors.append(ScenarioError(path.isEmpty ? text : "\(path): \(text)", at: place))
  }

  private func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// Defaults are single values or `[a, b]`.
  private static func node(_ text: String, at place: Place) -> Node {
    guard text.hasPrefix("[") else { return Node(.scalar(text), at: place) }
    let items = text.dropFirst().dropLast().split(separator: ",")
    return Node(.list(items.map { Node(.scalar(String($0.drop { $0 == " " })), at: place) }), at: place)
  }
}
