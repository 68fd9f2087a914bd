/// Who is to blame: docs/models/byzantine.md.
extension Chain {
  /// Modules that have signed what contradicts itself.
  var culprits: [Int] { evidence?.culprits ?? [] }

  /// What a finished run has made of the fault budget.
  var budgetUse: BudgetUse {
    var use = oracles.budget
    if let driver = oracles.driver { use.spare(driver.struckPlan.concerning(nodes), modules: nodes.count) }
    return use
  }

  /// Beyond the fault budget agreement may break, but not unseen: more members than that must have signed against themselves.
  /// And no honest one ever does.
  var accountabilityViolations: [Violation] {
    var violations = ViolationList(.accountability)
    for module in culprits where !oracles.mayContradictItself(module) {
      violations.report("evidence names module \(module), which is honest")
    }
    // With Raft nobody signs what could be held against it.
    if spec.consensus == .pbft, oracles.isTornBeyondBudget, culprits.count <= membership.faultBudget {
      violations.report("\(Self.torn), and evidence names \(Self.names(culprits))")
    }
    return violations.all
  }

  private static let torn = "agreement violated beyond the fault budget"

  /// What became of a run in which agreement broke, members were found out or modules refused to start; nil where there
  /// is nothing to say.
  var verdict: String? {
    var parts = refusals
    if oracles.isTornBeyondBudget { parts.append(Self.torn) }
    if oracles.isTornBeyondBudget || !culprits.isEmpty { parts.append("evidence names \(Self.names(culprits))") }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// The evidence file, where somebody is accused.
  var evidenceText: String? {
    guard let evidence, !evidence.accusations.isEmpty else { return nil }
    return Evidence(
      suite: spec.signature, mode: spec.crypto, federation: membership.federation,
      members: membership.members.map(\.encoded),
      accusations: evidence.accusations
    ).json
  }

  static func names(_ modules: [Int]) -> String {
    switch modules.count {
    case 0: "nobody"
    case 1: "module \(modules[0])"
    default: "modules \(modules.dropLast().map(String.init).joined(separator: ", ")) and \(modules.last!)"
    }
  }
}
