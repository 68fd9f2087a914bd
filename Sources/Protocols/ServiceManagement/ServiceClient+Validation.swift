import Vocabulary

extension ServiceClient {
  /// Takes the transactions of one answer in their order, and writes those that are accepted into the journal. What is
  /// refused is counted.
  mutating func take(_ transactions: [Transaction], at now: Instant, into effects: inout Effects) {
    var accepted: [ServiceTask] = []
    for transaction in transactions {
      do throws(DropReason) {
        accepted.append(try accept(transaction, &effects.meter))
      } catch {
        effects.drop(because: error)
      }
    }
    guard !accepted.isEmpty else { return }
    let latest = effects.milliseconds(at: now) + settings.clockTolerance.nanoseconds / 1_000_000
    journal.append(accepted.map { .accepted($0.transaction) }, into: &effects)
    for task in accepted {
      effects.note(ClientNote.accepted.about(task.timestamp, value: task.id.number))
      tasks.append(task)
      execute(tasks.count - 1, notAfter: latest, into: &effects)
    }
  }

  /// The three rules of crb-smb 3.3.2, those first that cost nothing.
  ///
  /// Only what has passed them is remembered by its header: a header on other bytes must not keep the transaction out that
  /// it belongs to.
  private mutating func accept(_ transaction: Transaction, _ meter: inout Meter) throws(DropReason) -> ServiceTask {
    guard let layout = transaction.layout, let header = transaction.headerDigest(&meter) else {
      throw transaction.defect ?? .malformed
    }
    guard transaction.bytes[layout.recipient].elementsEqual(settings.pair.publicKey.encoded) else {
      throw .wrongRecipient
    }
    guard !processed.contains(header, at: layout.timestamp) else { throw .alreadyProcessed }
    let task = try ServiceTask(transaction, with: settings.pair, phase: .executing, cryptography, &meter)
    processed.record(header, at: layout.timestamp)
    return task
  }
}
