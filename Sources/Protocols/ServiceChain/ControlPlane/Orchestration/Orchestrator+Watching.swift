import Vocabulary

/// Failures of elements.
extension Orchestrator {
  mutating func watch(at now: Instant, into effects: inout Effects) {
    guard let detection = settings.detection else { return }
    judgeSilence(at: now, into: &effects)
    effects.arm(Self.silenceTimer, after: detection.timeout)
    effects.arm(Self.detectionTimer, after: detection.interval)
    let running = Set(journal.state.instantiated)
    for watched in settings.watched where running.contains(watched.element) {
      let id = endpoint.ask(
        .getFunction(watched.element), of: watched.peer.node, limit: detection.timeout, at: now, into: &effects)
      detector.asked(watched.element, id)
    }
  }

  mutating func judgeSilence(at now: Instant, into effects: inout Effects) {
    for element in detector.takeSilent() { missed(element, at: now, into: &effects) }
  }

  private mutating func missed(_ element: ElementID, at now: Instant, into effects: inout Effects) {
    guard detector.missed(element) else { return }
    effects.note(ControlNote.elementLost.about(element.number))
    for failOver in settings.failOvers where failOver.elements.contains(element) {
      let operation = Operation(.failOver, to: failOver.target)
      // Once for each.
      guard !journal.state.jobs.contains(where: { $0.operation == operation }) else { return }
      guard deployment != failOver.target else { return }
      begin(operation, at: now, into: &effects)
      return
    }
  }
}
