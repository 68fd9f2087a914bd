extension ServiceClient {
  /// Responses that are durable are handed in.
  mutating func journalDurable(upTo ticket: DiskTicket, into effects: inout Effects) {
    for index in tasks.indices {
      switch tasks[index].phase {
      case .recording(let response, let own) where own.number <= ticket.number:
        tasks[index].phase = .submitting(response)
        effects.note(ClientNote.responded.about(tasks[index].timestamp, value: tasks[index].id.number))
        access.submit(response, into: &effects)
      case .executing, .recording, .submitting: break
      }
    }
  }

  /// Asks the management service; what is no operation is answered here, and so is what is dated later than that (ms since
  /// 1970): it would outlive others in the management service's memory.
  mutating func execute(_ index: Int, notAfter latest: Int64 = .max, into effects: inout Effects) {
    let task = tasks[index]
    effects.meter.charge(.codecByte, task.request.request.count)
    guard (try? ManagementOperation.decode(task.request.request)) != nil else {
      return respond(index, "", error: "malformed request", completed: task.timestamp, into: &effects)
    }
    guard task.timestamp <= latest else {
      effects.drop(because: .futureDated)
      return respond(index, "", error: "dated ahead", completed: task.timestamp, into: &effects)
    }
    tasks[index].phase = .executing
    effects.note(ClientNote.executing.about(task.timestamp))
    ask(task, into: &effects)
    effects.arm(again, after: settings.managementTimeout)
  }

  /// The same request however often: the management service knows it by its id.
  private func ask(_ task: ServiceTask, into effects: inout Effects) {
    let message = ManagementMessage.request(
      task.id, issued: task.timestamp, operation: task.request.request
    ).bytes
    effects.meter.chargeChecked(message.count)
    effects.send(Payload(message), .managementRequest, to: settings.management)
  }

  mutating func askAgain(into effects: inout Effects) {
    var isWaiting = false
    for task in tasks {
      guard case .executing = task.phase else { continue }
      isWaiting = true
      ask(task, into: &effects)
    }
    if isWaiting { effects.arm(again, after: settings.managementTimeout) }
  }

  /// A message of the management service.
  mutating func receive(_ payload: Payload, into effects: inout Effects) {
    effects.meter.chargeChecked(payload.count)
    do throws(BSONError) {
      switch try ManagementMessage.decode(payload.bytes) {
      case .request: effects.drop(because: .unknownKind)
      case .result(let id, let result, let error, let completed):
        guard let index = tasks.firstIndex(where: { $0.id == id }), case .executing = tasks[index].phase else {
          return effects.drop(because: .unasked)
        }
        respond(index, result, error: error, completed: completed, into: &effects)
      case .forgotten(let id):
        guard let index = tasks.firstIndex(where: { $0.id == id }), case .executing = tasks[index].phase else {
          return effects.drop(because: .unasked)
        }
        // It may have been carried out and answered long ago: another response would be one too many.
        effects.drop(because: .outdated)
        tasks.remove(at: index)
        journal.append([.included(id)], into: &effects)
      }
    } catch {
      effects.drop(because: DropReason(error))
    }
  }

  /// Writes the response down; it is handed in when it is durable.
  private mutating func respond(
    _ index: Int, _ result: String, error: String, completed: Int64, into effects: inout Effects
  ) {
    let task = tasks[index]
    let size = result.utf8.count + error.utf8.count
    let fits = size <= settings.maximumResultBytes
    let response = task.response(
      fits ? result : "", error: fits ? error : "a result of \(size) bytes is too large", completed: completed,
      by: settings.pair, cryptography, &effects.meter)
    let ticket = journal.write([.response(to: task.id, response)], into: &effects)
    tasks[index].phase = .recording(response, ticket)
  }

  /// Goes on where an earlier life ended: asks again for what has no response, hands in again what has one.
  mutating func recover(from contents: [[UInt8]], into effects: inout Effects) {
    var intact = 0
    pieces: for (piece, end) in journal.log.recover(contents, into: &effects) {
      switch piece {
      case .snapshot(let state, _):
        guard restore(state, &effects.meter) else { break pieces }
      case .entry(let document):
        guard let entry = try? ServiceJournal.entry(document), restore(entry, &effects.meter) else { break pieces }
      }
      intact = end
    }
    let surplus = journal.log.cut(to: intact, of: contents, into: &effects)
    if surplus > 0 { effects.note(ClientNote.cutDamage.about(0, value: Int64(surplus))) }
    for index in tasks.indices {
      switch tasks[index].phase {
      case .submitting(let response): access.resume(response, into: &effects)
      case .executing, .recording: execute(index, into: &effects)
      }
    }
  }

  /// What holds if all is durable that was written.
  var snapshot: ServiceJournal.Snapshot {
    ServiceJournal.Snapshot(
      floor: processed.floor, processed: processed.order,
      tasks: tasks.map { task in
        switch task.phase {
        case .executing: (task.transaction, nil)
        case .recording(let response, _), .submitting(let response): (task.transaction, response)
        }
      })
  }

  private mutating func restore(_ state: [UInt8], _ meter: inout Meter) -> Bool {
    guard let snapshot = try? ServiceJournal.Snapshot(decoding: state) else { return false }
    processed = ProcessedTransactions(
      capacity: settings.memory, floor: snapshot.floor, snapshot.processed)
    for task in snapshot.tasks {
      guard restore(.accepted(task.transaction), &meter) else { return false }
      guard let response = task.response else { continue }
      guard restore(.response(to: task.transaction.id, response), &meter) else { return false }
    }
    return true
  }

  /// False if the entry does not follow from those before it.
  private mutating func restore(_ entry: ServiceJournal.Entry, _ meter: inout Meter) -> Bool {
    switch entry {
    case .accepted(let transaction):
      guard
        let task = try? ServiceTask(transaction, with: settings.pair, phase: .executing, cryptography, &meter),
        let header = transaction.headerDigest(&meter)
      else { return false }
      processed.record(header, at: task.timestamp)
      tasks.append(task)
    case .response(let id, let response):
      guard let index = tasks.firstIndex(where: { $0.id == id }) else { return false }
      tasks[index].phase = .submitting(response)
    case .included(let id):
      guard let index = tasks.firstIndex(where: { $0.id == id }) else { return false }
      tasks.remove(at: index)
    }
    return true
  }
}
