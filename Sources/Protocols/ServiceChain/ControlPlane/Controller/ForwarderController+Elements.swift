import Vocabulary

/// What the controller learns from elements, and tells those that come back.
extension ForwarderController {
  mutating func takeWaiting() -> (deployment: Deployment, asker: ControlEndpoint.Ticket)? {
    waiting.isEmpty ? nil : waiting.removeFirst()
  }

  /// An element begins a session: it may have lost its rules.
  mutating func remind(_ element: ElementID, at now: Instant, into effects: inout Effects) {
    effects.note(ControlNote.authenticated.about(element.number))
    guard let node = nodes[element] else { return }
    if seen.insert(element).inserted { inquire(element, at: now, into: &effects) }
    let sets = confirmed[element] ?? [:]
    for path in sets.keys.sorted() {
      guard let set = sets[path] else { continue }
      let id = endpoint.ask(.putRules(IssuedRules(set, for: element)), of: node, at: now, into: &effects)
      requests[id] = IssuedRules(set, for: element)
      reminders.insert(id)
    }
    // What it could not be told while it was gone.
    repair(at: now, into: &effects)
  }

  mutating func inquire(_ element: ElementID, at now: Instant, into effects: inout Effects) {
    guard let node = nodes[element] else { return }
    inventories[endpoint.ask(.getRules(element), of: node, at: now, into: &effects)] = element
  }

  /// It has not said what it has. Who is to have rules is asked again, any other when it comes back: it may not be made yet.
  mutating func missed(_ element: ElementID, at now: Instant, into effects: inout Effects) {
    if deployment?.ruleSets(version: { _ in 0 }).contains(where: { $0.element == element }) == true {
      inquire(element, at: now, into: &effects)
    } else {
      seen.remove(element)
    }
  }

  /// What an element has is known, or that it does not say. When all have been asked, a new life goes on.
  mutating func heard(_ element: ElementID, at now: Instant, into effects: inout Effects) {
    guard unheard.remove(element) != nil, unheard.isEmpty, let deployment, work == nil else { return }
    mustReview = false
    // What was begun may not be wanted any more.
    if let next = takeWaiting() { return begin(next.deployment, asker: next.asker, at: now, into: &effects) }
    begin(deployment, asker: nil, at: now, into: &effects)
  }

  /// What an element has of an earlier life of this controller.
  mutating func learn(
    _ sets: [RuleSet], of element: ElementID, at now: Instant, into effects: inout Effects
  ) {
    for set in sets where confirmed[element]?[set.path] == nil && (0..<Int.max / 2).contains(set.version) {
      confirmed[element, default: [:]][set.path] = set
      versions[set.path] = max(versions[set.path] ?? 0, set.version)
      mustReview = true
    }
    guard mustReview, deployment != nil, unheard.isEmpty else { return }
    switch work?.stage {
    case .adding, .withdrawing: break
    case .draining, .cleaning, nil: rest(at: now, into: &effects)
    }
  }
}
