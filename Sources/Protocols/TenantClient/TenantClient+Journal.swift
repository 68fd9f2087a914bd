import Vocabulary

extension TenantClient {
  /// Takes an entry as true. It is written at the end of the step, and acted on when it is durable.
  mutating func record(_ entry: TenantJournal.Entry, at now: Instant) {
    let number: Int64? =
      switch entry {
      case .ordered(let number, _, _, _), .sent(let number, _, _, _), .asked(let number, _), .event(let number, _):
        number
      case .learned: nil
      }
    let before = number.flatMap(state.task)
    guard state.apply(entry) else { preconditionFailure("an entry that does not follow: \(entry)") }
    unwritten.append(entry)
    guard let number, let after = state.task(number) else { return }
    if before?.migration?.phase != after.migration?.phase || before?.leg != after.leg || after.sent != nil {
      state.setSince(now, of: number)
    }
    note(before, after)
  }

  /// The milestones between two states of an operation.
  private mutating func note(_ before: TenantTask?, _ after: TenantTask) {
    if let step = after.migration?.step, step != before?.migration?.step {
      actions.append(.note(ClientNote.migrationStep.about(after.number, value: step.rawValue)))
    }
    if let beginning = after.migration?.beginning, beginning != before?.migration?.beginning, beginning > 1 {
      actions.append(.note(ClientNote.migrationBegunAgain.about(after.number, value: Int64(beginning))))
    }
    guard let outcome = after.outcome, before?.outcome == nil else { return }
    let note: ClientNote =
      switch outcome {
      case .done: after.migration == nil ? .operationDone : .migrationDone
      case .failed: after.migration == nil ? .operationFailed : .migrationFailed
      }
    actions.append(.note(note.about(after.number)))
  }

  /// Writes the entries of the step.
  mutating func flush(into effects: inout Effects) {
    guard !unwritten.isEmpty else { return }
    let ticket = journal.write(unwritten, into: &effects)
    promises += actions.map { (ticket, $0) }
    unwritten = []
    actions = []
  }

  /// What the entries promise is durable: now it is done.
  mutating func journalDurable(upTo ticket: DiskTicket, into effects: inout Effects) {
    let due = promises.filter { $0.ticket.number <= ticket.number }
    promises.removeAll { $0.ticket.number <= ticket.number }
    for (_, action) in due {
      switch action {
      case .note(let note): effects.note(note)
      case .send(let number, let leg):
        guard let task = state.task(number), task.leg == leg else { continue }
        effects.note(ClientNote.operationSubmitted.about(number, value: Int64(leg)))
        send(task, again: false, into: &effects)
      }
    }
  }

  /// Hands in, or asks for, what an operation has written down.
  private mutating func send(_ task: TenantTask, again: Bool, into effects: inout Effects) {
    switch task.sent {
    case .transaction(let transaction, nil, _):
      again ? repository.resume(transaction, into: &effects) : repository.submit(transaction, into: &effects)
    case .transaction(let transaction, let domain?, _):
      again
        ? domains[domain].resume(transaction, into: &effects) : domains[domain].submit(transaction, into: &effects)
    case .direct:
      askDirectly(task, into: &effects)
      effects.arm(self.again, after: settings.managementTimeout)
    case nil: break
    }
  }

  /// Goes on where an earlier life ended.
  mutating func recover(from contents: [UInt8], at now: Instant, into effects: inout Effects) {
    var intact = 0
    for (entry, end) in TenantJournal.read(contents, &effects.meter) {
      guard state.apply(entry) else { break }
      intact = end
    }
    if intact < contents.count {
      effects.append(.truncate(.tenantJournal, to: Int64(intact)))
      effects.note(ClientNote.cutDamage.about(0, value: Int64(contents.count - intact)))
    }
    if intact > 0 { renewStream(contents[..<intact]) }
    isReady = true
    repository.follow([settings.pair.publicKey])
    repository.start(into: &effects)
    for domain in domains.indices {
      domains[domain].follow([settings.domains[domain].pair.publicKey])
      domains[domain].start(into: &effects)
    }
    for number in state.open {
      state.setSince(now, of: number)
      guard let task = state.task(number) else { continue }
      send(task, again: true, into: &effects)
    }
  }

  /// Another life draws other numbers: nothing left the last one that is not in its journal, so the journal tells the two
  /// apart.
  private mutating func renewStream(_ journal: ArraySlice<UInt8>) {
    var hasher = SHA256Hasher()
    hasher.update(stream.bytes(Digest.byteCount))
    hasher.update(journal)
    stream = RandomStream(seed: hasher.finish().prefix)
  }
}
