import Vocabulary

/// What a backup does with the transactions that clients handed to it: it knows them too, so that a primary that does not
/// propose them is suspected, and the next one gets them (Castro and Liskov 1999, 4.4).
extension Replica {
  /// Watches the oldest pending transaction: it must be decided within the timeout.
  mutating func watchPending(at now: Instant, into effects: inout Effects) {
    guard !isPrimary, !isChangingView, let oldest = pending.first else {
      watched = nil
      return
    }
    if watched?.id != oldest.id { watched = (oldest.id, now) }
    if viewChangeDeadline == nil { watch(since: watched!.since, at: now, into: &effects) }
  }

  /// Hands what is pending here to the primary.
  func forwardPending(into effects: inout Effects) { forward(pending.all, into: &effects) }

  /// Hands the oldest that is pending here to all others: the primary may have been told and kept silent, and one replica's
  /// suspicion alone changes no view.
  func shareOldestPending(into effects: inout Effects) {
    guard let oldest = pending.first else { return }
    let payload = Payload(ClientMessage.submit([oldest]))
    effects.meter.charge(.codecByte, payload.count)
    effects.broadcast(payload, .forward)
  }

  /// Hands transactions to the primary, in messages of bounded size.
  func forward(_ transactions: [Transaction], into effects: inout Effects) {
    var rest = transactions[...]
    while !rest.isEmpty {
      var size = 0
      let part = rest.prefix { transaction in
        defer { size += transaction.bytes.count }
        return size < Replica.forwardedBytes
      }
      rest = rest.dropFirst(part.count)
      let payload = Payload(ClientMessage.submit(Array(part)))
      effects.meter.charge(.codecByte, payload.count)
      effects.send(payload, .forward, to: NodeID(primary))
    }
  }

  /// About as many bytes of transactions go into one message.
  private static var forwardedBytes: Int { 1 << 20 }
}
