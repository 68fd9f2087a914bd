/// Writes the metric catalogue as a Markdown table for the documentation.
enum MetricTable {
  static func markdown() -> String {
    let rows = MetricCatalogue.families.flatMap { family in
      ["| **`\(family.name)`** | | \(family.meaning) |"]
        + family.metrics.map { "| `\($0.name)` | \($0.unit.rawValue) | \($0.meaning) |" }
    }
    return "| metric | unit | meaning |\n|---|---|---|\n" + rows.joined(separator: "\n") + "\n"
  }
}
