/// Says what a scenario asks for that changes nothing, where it may still be meant: a first step, or what a later one varies.
enum IdleWarnings {
  static func find(_ root: Setting, _ scenario: Scenario) -> [ScenarioWarning] {
    let faults = zip(root.find("faults")?.items ?? [], scenario.faults.faults).compactMap { setting, fault in
      idleness(of: fault, scenario).map { warning("'\(fault.kind.name)' \($0)", setting) }
    }
    guard case .sfc(let sfc) = scenario.system, let setting = root.find("sfc") else { return faults }
    // What fails, the next operation may be to do again; and of short paths some functions are left over.
    let paths = scenario.faults.isEmpty ? samePaths(setting, sfc) : []
    return faults + (setting.find("hops") == nil ? unusedFunctions(setting, sfc) : []) + paths
  }

  private static func idleness(of fault: Fault, _ scenario: Scenario) -> String? {
    guard fault.kind.mayStrike else { return "strikes nothing: its share is 0 %" }
    switch fault.kind {
    case .clock(.jump(.zero)), .clock(.drift(0)), .clock(.timerDrift(0)), .network(.delay(.constant(0))),
      .network(.reorder(_, by: .constant(0))), .disk(.slow(.constant(0))):
      return "changes nothing: it is 0"
    case .byzantine(let byzantine) where byzantine.behaviour == .amnesia:
      guard let module = byzantine.modules.first(where: { !scenario.faults.mayRestart($0) }) else { return nil }
      let name = scenario.system.roles?.name(module) ?? "module \(module)"
      return "is about restarts, and \(name) is never started again"
    default: return nil
    }
  }

  private static func unusedFunctions(_ root: Setting, _ sfc: SFCSpec) -> [ScenarioWarning] {
    var used = Set(sfc.chains.flatMap(\.path))
    for operation in sfc.operations {
      if case .provision(_, chain: _, let path) = operation.kind { used.formUnion(path) }
    }
    return root["functions"].items.enumerated().filter { !used.contains($0.offset) }.map {
      warning("no chain leads through it", $0.element)
    }
  }

  /// Operations that give a chain the functions that it has.
  private static func samePaths(_ root: Setting, _ sfc: SFCSpec) -> [ScenarioWarning] {
    let settings = (root.find("operations")?.items ?? []).sorted { $0["at"].whole < $1["at"].whole }
    var paths = sfc.chains.map(\.path)
    return zip(settings, sfc.operations).compactMap { setting, operation in
      guard case .provision(_, let chain, let path) = operation.kind else { return nil }
      defer { paths[chain] = path }
      return paths[chain] == path ? warning("'\(sfc.chains[chain].name)' has this path already", setting["path"]) : nil
    }
  }

  private static func warning(_ text: String, _ setting: Setting) -> ScenarioWarning {
    ScenarioWarning("\(setting.path): \(text)", at: setting.place)
  }
}
