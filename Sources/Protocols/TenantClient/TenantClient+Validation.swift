import Vocabulary

extension TenantClient {
  /// `domain`: whose SMB told it; nil for the CRB.
  mutating func act(on events: [ModuleAccess.Event], of domain: Int?, at now: Instant, into effects: inout Effects) {
    for event in events {
      switch event {
      case .received(let transactions):
        let due = domain == nil ? takeDue(at: now, effects) : []
        for transaction in due + transactions {
          do throws(DropReason) {
            if let domain {
              try takeResponse(transaction, of: domain, at: now, into: &effects)
            } else {
              try takeConfiguration(transaction, at: now, into: &effects)
            }
          } catch {
            effects.drop(because: error)
          }
        }
      case .included(let transaction):
        effects.note(ClientNote.included.about(transaction))
        guard let task = task(sending: transaction), task.awaitsInclusion else { continue }
        record(.event(task.number, .included), at: now)
      case .refused(let transaction, let reason):
        effects.drop(because: reason)
        effects.note(ClientNote.givenUp.about(transaction))
        guard let task = task(sending: transaction) else { continue }
        record(.event(task.number, .refused(reason)), at: now)
      }
    }
  }

  /// The open operation whose present leg the transaction is.
  private func task(sending transaction: Transaction) -> TenantTask? {
    for number in state.open {
      guard let task = state.task(number), task.transaction?.id == transaction.id else { continue }
      return task
    }
    return nil
  }

  /// A response counts for the one service transaction that it opens with the key of; the first, and no other.
  private mutating func takeResponse(
    _ transaction: Transaction, of domain: Int, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    guard let layout = transaction.layout, let header = transaction.headerDigest(&effects.meter) else {
      throw transaction.defect ?? .malformed
    }
    guard !layout.type.carriesKey else { throw .wrongType }
    let own = state.pairs.domains[domain].publicKey
    guard transaction.bytes[layout.recipient].elementsEqual(own.encoded) else { throw .wrongRecipient }
    guard !processed.contains(header, at: layout.timestamp) else { throw .alreadyProcessed }
    for number in state.open {
      guard let task = state.task(number), case .transaction(let service, domain, let keys?) = task.sent else {
        continue
      }
      guard let opened = try open(transaction, to: own, with: keys.response, &effects.meter) else { continue }
      let response = try response(opened, to: service, in: domain)
      processed.record(header, at: layout.timestamp)
      let result = String(validating: response.result, as: UTF8.self)
      let error = result == nil ? "a result that is no text" : response.error
      record(.event(number, .answered(result: result ?? "", error: error)), at: now)
      return
    }
    for answered in state.closed where answered.domain == domain {
      guard try open(transaction, to: own, with: answered.responseKey, &effects.meter) != nil else { continue }
      throw .alreadyProcessed
    }
    throw .cannotDecrypt
  }

  /// Nil if it is encrypted with another key.
  private func open(
    _ response: Transaction, to own: PublicKey, with key: FieldKey, _ meter: inout Meter
  ) throws(DropReason) -> OpenedTransaction? {
    do throws(DropReason) {
      return try OpenedTransaction(opening: response, to: own, with: key, cryptography, &meter)
    } catch {
      guard error == .cannotDecrypt else { throw error }
      return nil
    }
  }

  /// Only the service client that was asked may answer, and it must name what it answers.
  private func response(
    _ opened: OpenedTransaction, to service: Transaction, in domain: Int
  ) throws(DropReason) -> ServiceResponse {
    guard let layout = service.layout else { throw .unasked }
    let asked = service.bytes[layout.recipient]
    guard asked.elementsEqual(opened.sender.encoded) else { throw .unauthorized }
    guard let response = ServiceResponse(opened) else { throw .malformed }
    guard service.bytes[layout.signature].elementsEqual(response.service) else { throw .unasked }
    return response
  }
}
