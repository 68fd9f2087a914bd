/// What outlives a crash.
extension ManagementService {
  /// What holds if all is durable that was written.
  var snapshot: ManagementJournal.Snapshot {
    var snapshot = ManagementJournal.Snapshot(floor: results.floor, results: results.entries, jobs: [], state: state)
    var results = results
    for job in queue {
      // Its result is written: it counts, though it is not told yet.
      if case .closing(_, let result) = job.phase {
        results.record(RecentResults.Entry(of: job, result))
        (snapshot.floor, snapshot.results) = (results.floor, results.entries)
        if result.error.isEmpty, let operation = job.operation {
          snapshot.state.apply(operation, result: result.result, on: job.instance?.host)
        }
      } else {
        snapshot.jobs.append((job.id, job.issued, job.bytes, job.asker, job.instance?.text ?? ""))
      }
    }
    return snapshot
  }

  /// Goes on where an earlier life ended: what has no result is carried out again.
  mutating func recover(from contents: [[UInt8]], into effects: inout Effects) {
    var intact = 0
    pieces: for (piece, end) in journal.log.recover(contents, into: &effects) {
      switch piece {
      case .snapshot(let state, _):
        guard let snapshot = try? ManagementJournal.Snapshot(decoding: state) else { break pieces }
        restore(snapshot)
      case .entry(let document):
        guard let entry = try? ManagementJournal.entry(document) else { break pieces }
        restore(entry)
      }
      intact = end
    }
    let surplus = journal.log.cut(to: intact, of: contents, into: &effects)
    if surplus > 0 { effects.note(ManagementNote.cutDamage.about(0, value: Int64(surplus))) }
  }

  private mutating func restore(_ snapshot: ManagementJournal.Snapshot) {
    results = RecentResults(capacity: settings.memory, floor: snapshot.floor)
    for entry in snapshot.results { results.record(entry) }
    state = snapshot.state
    for job in snapshot.jobs {
      restore(.received(job.id, issued: job.issued, operation: job.operation, asker: job.asker))
      if !job.instance.isEmpty { restore(.allocated(job.id, instance: job.instance)) }
    }
  }

  private mutating func restore(_ entry: ManagementJournal.Entry) {
    switch entry {
    case .received(let id, let issued, let operation, let asker):
      guard results[id] == nil, !queue.contains(where: { $0.id == id }) else { return }
      queue.append(ManagementJob(id, issued: issued, operation, asker: asker, phase: .waiting))
    case .allocated(let id, let instance):
      guard let place = queue.firstIndex(where: { $0.id == id }), let name = InstanceName(instance) else { return }
      queue[place].instance = name
      state.take(name.host)
    case .completed(let id, let result, let error, let time):
      guard let place = queue.firstIndex(where: { $0.id == id }) else { return }
      close(queue.remove(at: place), ManagementResult(result: result, error: error, completed: time))
    }
  }
}
