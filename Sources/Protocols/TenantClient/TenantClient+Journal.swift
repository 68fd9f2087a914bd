import Vocabulary

extension TenantClient {
  /// Takes an entry as true. It is written at the end of the step, and acted on when it is durable.
  mutating func record(_ entry: TenantJournal.Entry, at now: Instant) {
    let number = entry.number
    let before = number.flatMap(state.task)
    guard state.apply(entry) else { preconditionFailure("an entry that does not follow: \(entry)") }
    unwritten.append(entry)
    keep(entry)
    guard let number, let after = state.task(number) else { return }
    if before?.migration?.phase != after.migration?.phase || before?.leg != after.leg || after.sent != nil
      || before?.rotation != after.rotation
    {
      state.setSince(now, of: number)
    }
    note(before, after)
  }

  private mutating func keep(_ entry: TenantJournal.Entry) {
    archive.append(entry)
    guard let number = entry.number, state.task(number)?.outcome != nil else { return }
    archive.close(number)
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
    if journal.log.isFull { journal.turn(archive, into: &effects) }
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
    case .kept, nil: break
    }
  }

  /// Goes on where an earlier life ended.
  mutating func recover(from contents: [[UInt8]], at now: Instant, into effects: inout Effects) {
    var intact = 0
    pieces: for (entries, end) in journal.recover(contents, into: &effects) {
      for entry in entries {
        guard state.apply(entry) else { break pieces }
        keep(entry)
      }
      intact = end
    }
    let surplus = journal.log.cut(to: intact, of: contents, into: &effects)
    if surplus > 0 { effects.note(ClientNote.cutDamage.about(0, value: Int64(surplus))) }
    if intact > 0 { renewStream(contents) }
    isReady = true
    repository.follow([state.pairs.repository.publicKey])
    repository.start(into: &effects)
    for domain in domains.indices {
      domains[domain].follow([state.pairs.domains[domain].publicKey])
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
  private mutating func renewStream(_ journal: [[UInt8]]) {
    var hasher = SHA256Hasher()
    hasher.update(stream.bytes(Digest.byteCount))
    for file in journal { hasher.update(file) }
    stream = RandomStream(seed: hasher.finish().prefix)
  }
}
