import Vocabulary

/// One operation after another.
extension Orchestrator {
  /// Carries the operation out as soon as those before it are done. Gives its number in notes.
  @discardableResult
  public mutating func begin(_ operation: Operation, at now: Instant, into effects: inout Effects) -> Int {
    defer { journal.finishStep(into: &effects) }
    return enqueue(operation, isPlanned: false, at: now, into: &effects)
  }

  @discardableResult
  private mutating func enqueue(
    _ operation: Operation, isPlanned: Bool, at now: Instant, into effects: inout Effects
  ) -> Int {
    let number = journal.state.count + 1
    journal.write(.asked(number: number, operation, isPlanned: isPlanned))
    takeNext(at: now, into: &effects)
    return number
  }

  mutating func armOperation(at now: Instant, into effects: inout Effects) {
    let next = journal.state.planned
    guard settings.operations.indices.contains(next) else { return }
    effects.arm(Self.operationTimer, after: max(Instant.start + settings.operations[next].at - now, .zero))
  }

  mutating func beginPlanned(at now: Instant, into effects: inout Effects) {
    let next = journal.state.planned
    guard settings.operations.indices.contains(next) else { return }
    enqueue(settings.operations[next].operation, isPlanned: true, at: now, into: &effects)
    armOperation(at: now, into: &effects)
  }

  mutating func takeNext(at now: Instant, into effects: inout Effects) {
    guard work == nil, let job = journal.state.jobs.first else { return }
    let operation = job.operation
    work = Work(
      number: job.number, operation: operation, steps: operation.kind.steps.filter { !job.done.contains($0) })
    keep(operation.target)
    guard job.leaving == nil else {
      effects.note(ControlNote.operationResumed.about(job.number, value: job.done.count))
      return beginStep(at: now, into: &effects)
    }
    effects.note(ControlNote.operationBegan.about(job.number, value: operation.kind.rawValue))
    let staying = Set(operation.target.functions.map(\.element))
    let leaving = (deployment?.functions ?? []).map(\.element).filter { !staying.contains($0) }
    journal.write(.began(number: job.number, leaving: leaving))
    let violations = settings.enforcesPolicy ? operation.target.violations : []
    if let violation = violations.first {
      // Nothing is begun that the controller would refuse in the end.
      effects.note(ControlNote.refusedByPolicy.about(violations.count))
      return finish(
        ControlAnswer(.forbidden, defect: "policy", message: violation.description), at: now, into: &effects)
    }
    beginStep(at: now, into: &effects)
  }

  private mutating func beginStep(at now: Instant, into effects: inout Effects) {
    guard let work, let step = work.steps.first else { return finish(ControlAnswer(.ok), at: now, into: &effects) }
    let target = work.operation.target
    var requests: Set<Int64> = []
    switch step {
    case .withdrawal:
      guard let reduced = journal.state.withdrawn(for: target) else { return skip(at: now, into: &effects) }
      requests.insert(ask(.putDeployment(reduced), settings.controller, at: now, into: &effects))
    case .functions, .encryptionFunctions:
      let running = Set(journal.state.instantiated)
      for function in target.functions where function.kind == step.kind && !running.contains(function.element) {
        requests.insert(
          ask(
            .putFunction(FunctionOrder(function.element, function.kind)), settings.provisioner,
            limit: settings.platformPatience, at: now, into: &effects))
      }
    case .keys:
      let known = Set(journal.state.links)
      for link in target.encryptionLinks where !known.contains(link) {
        requests.insert(ask(.putLink(link), settings.authenticationCentre, at: now, into: &effects))
      }
      let paths = wantedPaths(for: target)
      self.work?.paths = paths
      for path in paths {
        attempted[path.path] = nil
        requests.insert(ask(.putAuthenticatedPath(path), settings.authenticationCentre, at: now, into: &effects))
      }
    case .rules:
      requests.insert(ask(.putDeployment(target), settings.controller, at: now, into: &effects))
    }
    guard !requests.isEmpty else { return skip(at: now, into: &effects) }
    self.work?.requests = requests
    self.work?.hasAsked = true
    effects.note(step.began.about(work.number, value: requests.count))
  }

  private mutating func skip(at now: Instant, into effects: inout Effects) {
    work?.steps.removeFirst()
    work?.hasAsked = false
    beginStep(at: now, into: &effects)
  }

  /// A request of the step that is being done was answered.
  mutating func advance(_ answer: ControlAnswer, at now: Instant, into effects: inout Effects) {
    guard let doing = work, let step = doing.steps.first else { return }
    guard answer.isSuccess else {
      if answer.defect == "policy" { effects.note(ControlNote.refusedByPolicy.about(1)) }
      effects.note(step.ended.about(doing.number, value: 0))
      // The controller may be half way, or may hear of it only later.
      if step == .rules || step == .withdrawal { restore(at: now, into: &effects) }
      return finish(answer, at: now, into: &effects)
    }
    guard doing.requests.isEmpty else { return }
    effects.note(step.ended.about(doing.number, value: 1))
    if step == .keys {
      for path in doing.paths { journal.write(.authenticated(path)) }
      work?.paths = []
    }
    journal.write(.reached(step))
    skip(at: now, into: &effects)
  }

  private mutating func finish(_ answer: ControlAnswer, at now: Instant, into effects: inout Effects) {
    guard let done = work, let job = journal.state.jobs.first else { return }
    effects.note(ControlNote.operationEnded.about(done.number, value: OperationOutcome(answer).rawValue))
    work = nil
    for request in done.requests { endpoint.withdraw(request) }
    let tried = done.hasAsked ? done.steps.first : nil
    forgo(done.paths)
    let functions = surplus(after: job, isDone: answer.isSuccess, tried: tried)
    let links = surplusLinks(after: job, isDone: answer.isSuccess, tried: tried)
    journal.write(.ended(number: done.number, functions: functions, links: links))
    if journal.state.hasSurplus || settings.authenticatesHeaders || !answer.isSuccess {
      effects.arm(Self.tidyTimer, after: settings.drain)
    }
    takeNext(at: now, into: &effects)
    // One that failed is tried again with the next poll, or tidying.
    if done.operation.kind != .failOver { leadAround(at: now, into: &effects) }
  }

  /// Where functions have moved away, nothing stays behind; and nothing of what was made, or may yet be made, for an operation
  /// that failed.
  private func surplus(after job: OrchestratorState.Job, isDone: Bool, tried: Step?) -> [ElementID] {
    var needed = Set((deployment?.functions ?? []).map(\.element))
    for failOver in settings.failOvers { needed.formUnion(failOver.target.functions.map(\.element)) }
    let awaited = Set(journal.state.jobs.dropFirst().flatMap(\.operation.target.functions).map(\.element))
    guard !isDone else {
      guard job.operation.kind == .migration else { return [] }
      return (job.leaving ?? []).filter { !needed.contains($0) && !awaited.contains($0) }
    }
    needed.formUnion(settings.instantiated)
    let running = Set(journal.state.instantiated)
    return job.operation.target.functions.filter { function in
      guard !needed.contains(function.element) else { return false }
      return running.contains(function.element) ? !awaited.contains(function.element) : function.kind == tried?.kind
    }.map(\.element)
  }

  /// Links that the deployment has no use for, but those kept for a fail-over or for what comes next; and those that an
  /// operation that failed asked for.
  private func surplusLinks(after job: OrchestratorState.Job, isDone: Bool, tried: Step?) -> [EncryptionPathID] {
    guard !isDone || job.operation.kind != .protection else { return [] }
    var needed = Set(deployment?.encryptionLinks ?? [])
    for failOver in settings.failOvers { needed.formUnion(failOver.target.encryptionLinks) }
    let known = Set(journal.state.links)
    let asked = tried == .keys ? job.operation.target.encryptionLinks.filter { !known.contains($0) } : []
    let awaited = Set(journal.state.jobs.dropFirst().flatMap(\.operation.target.encryptionLinks))
    return (journal.state.links.filter { !awaited.contains($0) } + asked).filter { !needed.contains($0) }.map(\.path)
  }
}

extension Operation.Kind {
  var steps: [OrchestratorStep] {
    switch self {
    case .fullProvisioning: [.withdrawal, .functions, .encryptionFunctions, .keys, .rules]
    case .softProvisioning, .alteration, .migration, .failOver: [.functions, .encryptionFunctions, .keys, .rules]
    case .protection: [.functions, .encryptionFunctions, .keys]
    case .rePeering: [.functions, .encryptionFunctions, .withdrawal, .keys, .rules]
    }
  }
}
