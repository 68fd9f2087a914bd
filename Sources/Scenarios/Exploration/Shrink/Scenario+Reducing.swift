import Vocabulary

extension FaultPlan {
  /// Every fault with the number of its stream, so that the others may go.
  var withStreams: FaultPlan {
    FaultPlan(
      faults.enumerated().map { index, fault in
        var fault = fault
        fault.stream = fault.stream ?? index
        return fault
      })
  }
}

extension Scenario {
  /// Without warm-up, and ending then: faults to come are left out, and those under way are cut.
  func ending(at end: TimeSpan) -> Scenario {
    var scenario = self
    scenario.duration = DurationSpec(warmUp: .zero, measure: end)
    scenario.faults = FaultPlan(
      faults.withStreams.faults.filter { $0.at < end }.map { fault in
        var fault = fault
        fault.lasts = fault.lasts.map { min($0, end - fault.at) }
        if case .outage(.crash(let modules, let back?)) = fault.kind {
          fault.kind = .outage(.crash(modules, restartAfter: min(back, end - fault.at)))
        }
        return fault
      })
    return scenario
  }

  /// With one module less; those after it get its number and the next ones.
  func without(module gone: Int) -> Scenario? {
    var scenario = self
    switch system {
    case .crb(var crb):
      crb.modules -= 1
      crb.tolerates = crb.tolerates.map { min($0, crb.consensus.faultBudget(of: crb.modules)) }
      scenario.system = .crb(crb)
    case .nfv, .sfc: return nil
    }
    let faults = self.faults.withStreams.faults.compactMap {
      $0.renumbered { $0 == gone ? nil : $0 > gone ? $0 - 1 : $0 }
    }
    scenario.faults.faults = faults
    return scenario
  }
}
