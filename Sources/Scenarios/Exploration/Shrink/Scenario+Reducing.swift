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
    if case .sfc(var sfc) = system {
      sfc.operations.removeAll { $0.at >= end }
      sfc.traffic.removeAll { $0.start >= end }
      scenario.system = .sfc(sfc)
    }
    scenario.faults = FaultPlan(
      faults.withStreams.faults.filter { $0.at < end }.map { fault in
        var fault = fault
        fault.lasts = fault.lasts.map { min($0, end - fault.at) }
        if case .outage(.crash(let modules, let back?)) = fault.kind {
          fault.kind = .outage(.crash(modules, restartAfter: min(back, end - fault.at)))
        }
        return fault
      })
    return scenario.following(self)
  }

  /// With one module less; those after it get its number and the next ones.
  func without(module gone: Int) -> Scenario? {
    guard case .crb(let crb) = system else { return nil }
    var scenario = renumbered { $0 == gone ? nil : $0 > gone ? $0 - 1 : $0 }
    scenario.system = .crb(crb.withoutModule)
    return scenario
  }

  /// An NFV world without a part of it; nil if the rest is none, or nothing is left for a fault that needs nodes.
  func without(_ part: NFVPart) -> Scenario? {
    guard case .nfv(let spec) = system, let rest = spec.without(part) else { return nil }
    let (before, after) = (NFVLayout(spec), NFVLayout(rest))
    var scenario = renumbered { node in
      // The adversary's host is the last.
      guard node < before.count else { return after.count }
      return part.place(before.place(node), in: spec).map(after.node)
    }
    scenario.system = .nfv(rest)
    return scenario
  }

  /// A world of service function chains without a part of it; nil if the rest is none.
  func without(_ part: ChainPart) -> Scenario? {
    guard case .sfc(let spec) = system, let rest = spec.without(part) else { return nil }
    let (before, after) = (SFCLayout(spec), SFCLayout(rest))
    var scenario = renumbered { part.node($0, from: before, to: after) }
    scenario.system = .sfc(rest)
    return scenario
  }

  /// Where a world of service function chains has been changed from the original: faults name the same nodes, and none that are gone.
  func following(_ original: Scenario) -> Scenario {
    guard case .sfc(let spec) = original.system, case .sfc(let rest) = system else { return self }
    let (before, after) = (SFCLayout(spec), SFCLayout(rest))
    guard before.count != after.count || before.slots != after.slots || before.variants != after.variants else {
      return self
    }
    return renumbered { ChainPart.same($0, from: before, to: after) }
  }

  /// With other numbers for the nodes that faults name; nil for a number takes the node out.
  private func renumbered(_ number: (Int) -> Int?) -> Scenario {
    var scenario = self
    scenario.faults.faults = faults.withStreams.faults.compactMap { $0.renumbered(number) }
    return scenario
  }
}
