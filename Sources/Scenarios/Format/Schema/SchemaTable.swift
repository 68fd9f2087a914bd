/// Writes the format as Markdown tables for the documentation.
enum SchemaTable {
  /// One row a key: dotted key, what it may be, default, meaning.
  static func markdown(_ root: Kind.Mapping) -> String {
    "| key | value | default | meaning |\n|---|---|---|---|\n" + rows(root, prefix: "").joined(separator: "\n") + "\n"
  }

  private static func rows(_ mapping: Kind.Mapping, prefix: String) -> [String] {
    mapping.fields.flatMap { field -> [String] in
      let path = prefix + field.key
      let fallback = field.required ? "**required**" : field.fallback.map { "`\($0)`" } ?? ""
      let only = field.when.map { " (only \($0.words))" } ?? ""
      let own = "| `\(path)` | \(words(field.kind)) | \(fallback) | \(field.doc)\(only) |"
      switch field.kind {
      case .either(_, let inner) where inner.name != nil: return [own]
      case .mapping(let inner), .either(_, let inner): return [own] + rows(inner, prefix: path + ".")
      case .list(of: .mapping(let inner), _, _): return [own] + rows(inner, prefix: path + "[].")
      case .list, .scalar, .axes, .coordinates: return [own]
      }
    }
  }

  private static func words(_ kind: Kind) -> String {
    switch kind {
    case .scalar(let scalar): words(scalar)
    case .list(.mapping, _, _): "list of mappings"
    case .list(let element, _, _): "list of: \(words(element))"
    case .mapping(let mapping): mapping.exactlyOneOf.count == mapping.fields.count ? "one of the keys below" : "mapping"
    case .either(let scalar, let mapping):
      if let name = mapping.name {
        "\(words(scalar)), or a \(name)"
      } else {
        words(scalar) + (mapping.exactlyOneOf.isEmpty ? ", or a mapping" : ", or one of the keys below")
      }
    case .axes: "axis keys, each with a list of values"
    case .coordinates: "axis keys, each with a value"
    }
  }

  private static func words(_ scalar: ScalarKind) -> String {
    switch scalar {
    case .text: "text"
    case .choice(let choices): choices.map { "`\($0.word)`: \($0.doc)" }.joined(separator: "; ")
    case .count(let range): range.upperBound == .max ? "whole number" : "\(range.lowerBound) to \(range.upperBound)"
    case .seed: "whole number of 64 bits"
    case .number: "number"
    case .whole(let dimension, let range):
      if range.upperBound >= .max / 4 {
        "\(name(dimension)), at least \(Quantity.text(range.lowerBound, dimension))"
      } else {
        "\(name(dimension)), \(Quantity.text(range.lowerBound, dimension)) to \(Quantity.text(range.upperBound, dimension))"
      }
    case .real(let dimension, _): name(dimension)
    case .module: "module"
    case .moduleOrAny: "module, or `any`"
    case .precision: "such as `5 % half-width at 95 %`"
    case .metric: "metric"
    case .metricOrFamily: "metric or family"
    case .axis: "axis key"
    case .axisValue: "value of the axis"
    case .reading: "value in the metric's unit"
    }
  }

  private static func name(_ dimension: Dimension) -> String {
    String(dimension.noun.drop { $0 != " " }.dropFirst())
  }
}
