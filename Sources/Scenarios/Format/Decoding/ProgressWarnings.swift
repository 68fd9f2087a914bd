/// Says why nothing is asked of a run's progress, where that is easily overlooked: docs/models/oracles.md.
enum ProgressWarnings {
  static let consequence = "progress is not judged"

  /// `root`: what the scenario was made from. None where more modules are faulty than are tolerated, which the run says.
  static func find(_ root: Setting, _ scenario: Scenario) -> [ScenarioWarning] {
    let plan = scenario.faults
    let chains: [(spec: CRBSpec, nodes: Range<Int>)]
    switch scenario.system {
    case .crb(let crb): chains = [(crb, 0..<crb.modules)]
    case .nfv(let nfv): chains = NFVLayout(nfv).chains
    case .sfc: return []
    }
    let isAskedFor = chains.allSatisfy { crb, nodes in
      let budget = BudgetUse(
        plan.concerning(nodes), modules: crb.modules, tolerated: crb.faultBudget, consensus: crb.consensus)
      return budget.isKept && budget.isSafe
    }
    guard isAskedFor else { return [] }
    let settings = root.find("faults")?.items ?? []
    var warnings = zip(settings, plan.faults).filter { $1.keepsOn }.map { setting, fault in
      let text = "'\(fault.kind.name)' goes on to the end of the run, so \(consequence); 'for' ends it"
      return ScenarioWarning("\(setting.path): \(text)", at: setting.place)
    }
    if case .crb(let crb) = scenario.system, scenario.workload.to == .primary,
      plan.neverReturn(modules: crb.modules).first == true
    {
      let to = root["workload"]["to"]
      let text = "all goes to module 0, which is faulty for good, so \(consequence); 'any' hands in everywhere"
      warnings.append(ScenarioWarning("\(to.path): \(text)", at: to.place))
    }
    return warnings
  }
}
