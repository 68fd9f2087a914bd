import Vocabulary

/// Failures of elements.
extension Orchestrator {
  mutating func watch(at now: Instant, into effects: inout Effects) {
    guard let detection = settings.detection else { return }
    judgeSilence(at: now, into: &effects)
    leadAround(at: now, into: &effects)
    effects.arm(Self.silenceTimer, after: detection.timeout)
    armPoll(detection, at: now, into: &effects)
    let running = Set(journal.state.instantiated)
    for watched in settings.watched where running.contains(watched.element) {
      let id = endpoint.ask(
        .getFunction(watched.element), of: watched.peer.node, limit: detection.timeout, at: now, into: &effects)
      detector.asked(watched.element, id)
    }
  }

  /// One interval behind the last, or behind now where that is over already; but whoever is asked now has all its time to answer.
  mutating func armPoll(_ detection: OrchestratorSettings.Detection, at now: Instant, into effects: inout Effects) {
    nextPoll = nextPoll + detection.interval
    if nextPoll <= now { nextPoll = now + detection.interval }
    effects.arm(Self.detectionTimer, after: max(nextPoll - now, detection.timeout))
  }

  mutating func judgeSilence(at now: Instant, into effects: inout Effects) {
    for element in detector.takeSilent() { missed(element, at: now, into: &effects) }
  }

  private mutating func missed(_ element: ElementID, at now: Instant, into effects: inout Effects) {
    guard detector.missed(element) else { return }
    lost(element, at: now, into: &effects)
  }

  /// A forwarder reports a neighbour.
  mutating func serve(
    _ request: ControlRequest, _ ticket: ControlEndpoint.Ticket, at now: Instant, into effects: inout Effects
  ) {
    guard case .putNeighbour(let report, of: let watcher) = request else {
      return endpoint.answer(ticket, ControlAnswer(.notFound), into: &effects)
    }
    guard settings.watchers.contains(where: { $0.element == watcher && $0.peer.node == ticket.node }) else {
      return endpoint.answer(ticket, ControlAnswer(.forbidden, defect: "unauthorized"), into: &effects)
    }
    endpoint.answer(ticket, ControlAnswer(.noContent), into: &effects)
    switch silences.take(report, of: watcher) {
    case .lost: lost(report.neighbour, at: now, into: &effects)
    case .returned: effects.note(ControlNote.elementReturned.about(report.neighbour.number))
    case .nothing: break
    }
  }

  private mutating func lost(_ element: ElementID, at now: Instant, into effects: inout Effects) {
    effects.note(ControlNote.elementLost.about(element.number))
    failOver(after: element, at: now, into: &effects)
  }

  /// A fail-over may have failed, and an operation that was planned before may lead back to what is lost since.
  mutating func leadAround(at now: Instant, into effects: inout Effects) {
    for element in lostElements { failOver(after: element, at: now, into: &effects) }
  }

  private mutating func failOver(after element: ElementID, at now: Instant, into effects: inout Effects) {
    guard let failOver = settings.failOvers.first(where: { $0.elements.contains(element) }) else { return }
    let operation = Operation(.failOver, to: failOver.target)
    // Once for each.
    guard !journal.state.jobs.contains(where: { $0.operation == operation }) else { return }
    guard deployment != failOver.target else { return }
    begin(operation, at: now, into: &effects)
  }
}
