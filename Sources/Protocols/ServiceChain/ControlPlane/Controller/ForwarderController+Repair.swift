import Vocabulary

/// What elements left unanswered is made good when no deployment is on its way: each is told what it should have, in a version above
/// all that may still be under way, until it says that it has it. Nothing waits for that.
extension ForwarderController {
  mutating func unsure(_ places: [Place]) {
    let new = Set(places).subtracting(journal.state.uncertain)
    if !new.isEmpty { journal.write(.unsure(new.sorted())) }
  }

  mutating func repair(at now: Instant, into effects: inout Effects) {
    guard work == nil, unheard.isEmpty else { return }
    let open = Set(held.map(\.place) + requests.filter { !reminders.contains($0.key) }.values.map(\.place))
    let places = journal.state.uncertain.filter { !open.contains($0) }
    guard !places.isEmpty else { return }
    var wanted: [Place: [FlowRule]] = [:]
    for set in deployment?.ruleSets(version: { _ in 0 }) ?? [] { wanted[set.place] = set.rules.rules }
    let paths = Set(places.map(\.path)).sorted()
    for path in paths { versions[path, default: 0] += 1 }
    journal.write(.used(paths.map { ControllerState.Version(path: $0, version: versions[$0] ?? 1) }))
    for place in places {
      let rules = RuleSet(path: place.path, version: versions[place.path] ?? 1, rules: wanted[place] ?? [])
      issue(IssuedRules(rules, for: place.element), at: now, into: &effects)
    }
  }
}

extension IssuedRules {
  var place: ControllerState.Place { ControllerState.Place(element: element, path: rules.path) }
}

extension ControlAnswer {
  /// The defect of rules that an element cannot find in the ledger yet.
  static var notAdmitted: String { "not-admitted" }

  /// Whether the same request may be answered otherwise some time.
  var mayYetSucceed: Bool {
    status == .timeout || defect == RulePublisher.notCommitted || defect == Self.notAdmitted
  }
}
