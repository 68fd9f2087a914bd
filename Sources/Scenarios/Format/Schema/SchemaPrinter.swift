import Report

/// Prints the formats as JSON Schema (draft 2020-12), so that editors complete and check them.
public enum SchemaPrinter {
  /// The schema of scenario files.
  public static func json() -> String { document("chainbed scenario", ScenarioSchema.root) }

  /// The schema of cost profiles.
  public static func profileJSON() -> String { document("chainbed cost profile", ProfileSchema.root) }

  /// The schema of a single value.
  static func text(of kind: ScalarKind) -> String { JSONWriter.text(object(members(of: kind))) }

  private static func document(_ title: String, _ root: Kind.Mapping) -> String {
    let head: [(String, JSONValue)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")), ("title", .string(title)),
    ]
    return JSONWriter.text(object(head + members(of: root)))
  }

  private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(members.map { JSONValue.Member($0.0, $0.1) })
  }

  private static func members(of kind: Kind) -> [(String, JSONValue)] {
    switch kind {
    case .scalar(let scalar): return members(of: scalar)
    case .mapping(let mapping): return members(of: mapping)
    case .either(let scalar, let mapping):
      return [("oneOf", .array([object(members(of: scalar)), object(members(of: mapping))]))]
    case .list(let element, let count, let loose):
      let list: [(String, JSONValue)] = [
        ("type", .string("array")), ("items", object(members(of: element))), ("minItems", .integer(Int64(count))),
      ]
      return loose ? [("oneOf", .array([object(members(of: element)), object(list)]))] : list
    case .axes: return keyed { .list(of: .scalar($0), atLeast: 1, loose: false) }
    case .coordinates: return keyed { .scalar($0) }
    }
  }

  /// An object whose keys are the dotted keys that can be swept.
  private static func keyed(_ kind: (ScalarKind) -> Kind) -> [(String, JSONValue)] {
    let properties = ScenarioSchema.axisKeys.compactMap { key -> (String, JSONValue)? in
      guard let scalar = try? SchemaPath.axis(key) else { return nil }
      return (key, object(members(of: kind(scalar))))
    }
    return [
      ("type", .string("object")), ("properties", object(properties)), ("additionalProperties", .boolean(false)),
    ]
  }

  private static func members(of mapping: Kind.Mapping) -> [(String, JSONValue)] {
    var result: [(String, JSONValue)] = [
      ("type", .string("object")),
      ("properties", object(mapping.fields.map { ($0.key, object(described($0))) })),
      ("additionalProperties", .boolean(false)),
    ]
    let required = mapping.fields.filter { $0.required && $0.when == nil }.map { JSONValue.string($0.key) }
    if !required.isEmpty { result.append(("required", .array(required))) }
    if !mapping.exactlyOneOf.isEmpty {
      let forms = mapping.exactlyOneOf.map { object([("required", .array([.string($0)]))]) }
      result.append(("oneOf", .array(forms)))
    }
    if !mapping.atLeastOneOf.isEmpty {
      let forms = mapping.atLeastOneOf.map { object([("required", .array([.string($0)]))]) }
      result.append(("anyOf", .array(forms)))
    }
    let conditions = mapping.fields.compactMap { conditional($0, in: mapping) }
    if !conditions.isEmpty { result.append(("allOf", .array(conditions))) }
    return result
  }

  private static func described(_ field: Field) -> [(String, JSONValue)] {
    let effect = field.when.map { " Only \($0.words)." } ?? ""
    let fallback = field.fallback.map { " Default: \($0)." } ?? ""
    let doc = "\(field.doc).\(effect)\(fallback)"
    return [("description", .string(doc))] + members(of: field.kind)
  }

  /// A key with a condition is required only where the condition holds. Elsewhere it has no effect, which a sweep may
  /// mend: that is for the reader to say.
  private static func conditional(_ field: Field, in mapping: Kind.Mapping) -> JSONValue? {
    guard field.required, let condition = field.when else { return nil }
    var holds: [(String, JSONValue)] = [("required", .array([.string(condition.sibling)]))]
    switch condition {
    case .with(let word, let sibling):
      holds.insert(("properties", object([(sibling, object([("const", .string(word))]))])), at: 0)
    case .beside: break
    case .withAny, .unless: return nil
    }
    return object([("if", object(holds)), ("then", object([("required", .array([.string(field.key)]))]))])
  }

  private static func members(of scalar: ScalarKind) -> [(String, JSONValue)] {
    switch scalar {
    case .text: return [("type", .string("string")), ("minLength", .integer(1))]
    case .choice(let choices):
      return [("enum", .array(choices.map { .string($0.word) }))]
    case .count(let range):
      var result: [(String, JSONValue)] = [("type", .string("integer")), ("minimum", .integer(range.lowerBound))]
      if range.upperBound < .max { result.append(("maximum", .integer(range.upperBound))) }
      return result
    case .seed: return [("type", .string("integer")), ("minimum", .integer(0))]
    case .module: return module(pattern: "^(\(NodeRoleNames.pattern)) [0-9]+$")
    case .moduleOrAny: return module(pattern: "^((\(NodeRoleNames.pattern)) [0-9]+|any)$")
    case .number: return [("type", .string("number"))]
    case .whole(let dimension, let range):
      return quantity(dimension, signed: range.lowerBound < 0)
    case .real(let dimension, _): return quantity(dimension, signed: false)
    case .precision: return [("type", .string("string")), ("pattern", .string("^.+ half-width at .+$"))]
    case .metric: return [("enum", .array(MetricCatalogue.metricNames.map { .string($0) }))]
    case .metricOrFamily:
      let names = Set(MetricCatalogue.familyNames)
      let single = MetricCatalogue.metricNames.filter { !names.contains($0) }
      return [("enum", .array((MetricCatalogue.familyNames + single).map { .string($0) }))]
    case .axis: return [("enum", .array(ScenarioSchema.axisKeys.map { .string($0) }))]
    case .axisValue, .reading: return [("type", .array([.string("string"), .string("number")]))]
    }
  }

  private static func module(pattern: String) -> [(String, JSONValue)] {
    [
      ("type", .array([.string("integer"), .string("string")])), ("minimum", .integer(0)),
      ("pattern", .string(pattern)),
    ]
  }

  private static func quantity(_ dimension: Dimension, signed: Bool) -> [(String, JSONValue)] {
    let units = dimension.units.map(\.symbol).joined(separator: "|")
    let number = (signed ? "[-+]?" : "\\+?") + "([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?"
    let special = dimension == .bitRate ? "|unlimited" : ""
    return [
      ("type", .string("string")), ("pattern", .string("^(\(number) *(\(units))\(special))$")),
      ("examples", .array([.string(dimension.example)])),
    ]
  }
}
