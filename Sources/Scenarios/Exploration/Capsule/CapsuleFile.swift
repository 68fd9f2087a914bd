import Foundation

/// Writes failure capsules: scenarios that say themselves what failed.
enum CapsuleFile {
  static func text(_ scenario: Scenario, title: String, question: String, capsule: Capsule) -> String {
    let head = Node.mapping([("title", .text(title)), ("question", .text(question))])
    let tail = Node.mapping([("capsule", capsule.node)])
    return YAMLWriter.text(head) + "\n" + YAMLWriter.text(ScenarioWriter.node(scenario)) + "\n" + YAMLWriter.text(tail)
  }

  /// Where a capsule goes: under the name, or under the name and a number if a capsule of another base has it.
  static func path(_ name: String, for text: String) -> String {
    var number = 1
    while true {
      let path = number == 1 ? "\(name).yaml" : "\(name)-\(number).yaml"
      guard let there = try? String(contentsOfFile: path, encoding: .utf8), origin(there) != origin(text) else {
        return path
      }
      number += 1
    }
  }

  /// The lines that say what a case was drawn from.
  private static func origin(_ text: String) -> [Substring] {
    let lines = text.split(separator: "\n")
    guard let first = lines.lastIndex(where: { $0.hasPrefix("  base:") }),
      let end = lines[first...].firstIndex(where: { $0.hasPrefix("  oracle:") })
    else { return [] }
    return Array(lines[first..<end])
  }
}
