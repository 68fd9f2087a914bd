import Foundation
import TestSupport
import Testing

@testable import Scenarios

@Suite("One schema")
struct SchemaTests {
  /// Every dotted key, lists marked by `[]`.
  private func keys(_ mapping: Kind.Mapping, _ prefix: String = "") -> [String] {
    mapping.fields.flatMap { field -> [String] in
      let path = prefix + field.key
      switch field.kind {
      case .either(_, let inner) where inner.name != nil: return [path] + keys(inner)
      case .mapping(let inner), .either(_, let inner): return [path] + keys(inner, path + ".")
      case .list(of: .mapping(let inner), _, _): return [path] + keys(inner, path + "[].")
      case .list, .scalar, .axes, .coordinates: return [path]
      }
    }
  }

  @Test("every default is a good value")
  func defaultsAreGood() {
    func check(_ mapping: Kind.Mapping) {
      for field in mapping.fields {
        if let fallback = field.fallback {
          var validator = Validator(root: mapping)
          let text = "\(field.key): \(fallback)"
          let entry = YAMLReader.read(Array(text.utf8), source: .file("default")).node?.entry(field.key)
          #expect(entry.flatMap { validator.check($0.value, field.kind, path: field.key) } != nil, "\(field.key)")
        }
        if let inner = field.kind.mapping { check(inner) }
      }
    }
    check(ScenarioSchema.root)
    check(StudySchema.expectation)
    check(ProfileSchema.root)
  }

  @Test("every axis key leads to a kind, and no study key does")
  func axesResolve() throws {
    #expect(ScenarioSchema.axisKeys.contains("crb.block.interval"))
    #expect(ScenarioSchema.axisKeys.contains("network.latency.gamma.shape"))
    #expect(!ScenarioSchema.axisKeys.contains("title"))
    for key in ScenarioSchema.axisKeys { _ = try SchemaPath.axis(key) }
    for key in ["title", "sweep", "replications", "replications.until", "measure", "figures", "crb", "nothing"] {
      #expect(throws: SchemaPath.Problem.self) { try SchemaPath.axis(key) }
    }
  }

  @Test("the JSON Schema is JSON, describes every key and refuses others")
  func printsJSONSchema() throws {
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(SchemaPrinter.json().utf8)) as? [String: Any])
    #expect(root["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    func check(_ mapping: Kind.Mapping, _ schema: [String: Any], _ path: String) throws {
      #expect(schema["additionalProperties"] as? Bool == false, "\(path)")
      let properties = try #require(schema["properties"] as? [String: [String: Any]])
      #expect(Set(properties.keys) == Set(mapping.fields.map(\.key)), "\(path)")
      for field in mapping.fields {
        let own = try #require(properties[field.key])
        #expect((own["description"] as? String)?.hasPrefix(field.doc) == true)
        switch field.kind {
        case .mapping(let inner): try check(inner, own, path + field.key + ".")
        case .either(_, let inner):
          let forms = try #require(own["oneOf"] as? [[String: Any]])
          try check(inner, forms[1], path + field.key + ".")
        case .scalar, .list, .axes, .coordinates: break
        }
      }
    }
    try check(ScenarioSchema.root, root, "")
    let profile = try #require(
      try JSONSerialization.jsonObject(with: Data(SchemaPrinter.profileJSON().utf8)) as? [String: Any])
    try check(ProfileSchema.root, profile, "")
  }

  @Test("the patterns of the JSON Schema agree with the reader", arguments: Dimension.allCases)
  func patternsAgree(dimension: Dimension) throws {
    let range = Int64.min / 4...Int64.max
    let kind: ScalarKind =
      switch dimension {
      case .rate, .fraction: .real(dimension, -1e300...1e300)
      case .time, .size, .bitRate, .drift, .price: .whole(dimension, range)
      }
    let object = try JSONSerialization.jsonObject(with: Data(SchemaPrinter.text(of: kind).utf8)) as? [String: Any]
    let pattern = try Regex(try #require(object?["pattern"] as? String))
    let numbers = ["1", "0.5", "1e3", "12", "1.", ".5", "x", "1 2", ""]
    for number in numbers {
      for unit in Dimension.allCases.flatMap({ $0.units.map(\.symbol) }) + ["", "foo"] {
        for text in ["\(number) \(unit)", "\(number)\(unit)"] {
          let matches = text.wholeMatch(of: pattern) != nil
          let reads = (try? ScalarReader().read(text, as: kind)) != nil
          // What is finer than the base unit matches the pattern and is refused by the reader only.
          let tooFine = !reads && matches && number.contains(".")
          #expect(matches == reads || tooFine, "'\(text)' as \(dimension)")
        }
      }
    }
  }

  @Test("the documentation holds the tables that the schema gives; RECORD_GOLDEN=1 rewrites them")
  func documentationIsCurrent() throws {
    let distribution = try #require(WorldSchema.distribution(from: 0).mapping)
    let pages = [
      ("docs/formats/scenario.md", "keys", SchemaTable.markdown(ScenarioSchema.root)),
      ("docs/formats/scenario.md", "distribution", SchemaTable.markdown(distribution)),
      ("docs/formats/scenario.md", "metrics", MetricTable.markdown()),
      ("docs/formats/profile.md", "keys", SchemaTable.markdown(ProfileSchema.root)),
    ]
    for (path, name, table) in pages {
      let file = Repository.root.appendingPathComponent(path)
      let page = try String(contentsOf: file, encoding: .utf8)
      let (start, end) = ("<!-- \(name): made from the schema -->\n", "<!-- end of \(name) -->")
      let from = try #require(page.range(of: start)).upperBound
      let to = try #require(page.range(of: end)).lowerBound
      guard page[from..<to] != table else { continue }
      if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
        try page.replacingCharacters(in: from..<to, with: table).write(to: file, atomically: true, encoding: .utf8)
      }
      Issue.record("\(path) is behind the schema; RECORD_GOLDEN=1 rewrites it")
    }
    let page = try String(
      contentsOf: Repository.root.appendingPathComponent("docs/formats/scenario.md"), encoding: .utf8)
    for key in keys(ScenarioSchema.root) { #expect(page.contains("`\(key)`"), "\(key)") }
  }
}
