/// Says which partitions and cuts separate nodes that have nothing to say to each other.
enum CutWarnings {
  static func find(_ root: Setting, _ scenario: Scenario) -> [ScenarioWarning] {
    guard let talk = conversations(scenario) else { return [] }
    return zip(scenario.faults.faults, root.find("faults")?.items ?? []).compactMap { fault, setting in
      guard case .network(let network) = fault.kind else { return nil }
      let groups: [[Int]]
      switch network {
      case .partition(let separated): groups = separated
      case .cut(let senders, let receivers): groups = [senders, receivers]
      default: return nil
      }
      let isFelt = groups.indices.contains { group in
        groups[(group + 1)...].joined().contains { other in groups[group].contains { talk.join($0, other) } }
      }
      let value = FaultBuilder.cause(setting).value
      return isFelt ? nil : ScenarioWarning("\(value.path): \(talk.absence)", at: value.place)
    }
  }

  private typealias Conversations = (join: (Int, Int) -> Bool, absence: String)

  /// Nil where everybody may have something to say to everybody.
  private static func conversations(_ scenario: Scenario) -> Conversations? {
    switch scenario.system {
    case .crb: return nil
    case .nfv(let spec):
      return (NFVLayout(spec).haveDealings, "those that it separates have nothing to say to each other")
    case .sfc(let sfc):
      // Elements that nobody manages have nothing to send each other but packets, over cables.
      guard sfc.control == .static, sfc.ledger == nil else { return nil }
      let cables = Set(SFCCabling(SFCLayout(sfc), network: scenario.network).runs.map { Set([$0.first, $0.second]) })
      return ({ cables.contains([$0, $1]) }, "no cable joins those that it separates")
    }
  }
}
