/// Writes failure capsules: scenarios that say themselves what failed.
enum CapsuleFile {
  static func text(_ scenario: Scenario, title: String, question: String, capsule: Capsule) -> String {
    let head = Node.mapping([("title", .text(title)), ("question", .text(question))])
    let tail = Node.mapping([("capsule", capsule.node)])
    return YAMLWriter.text(head) + "\n" + YAMLWriter.text(ScenarioWriter.node(scenario)) + "\n" + YAMLWriter.text(tail)
  }
}
