import Vocabulary

/// What a follower does with the transactions that clients handed to it: the leader gets them, and so does the next one.
extension RaftReplica {
  /// Hands transactions that wait for half of the election timeout to the leader again: what was sent may be lost.
  mutating func watchPending(into effects: inout Effects) {
    guard role != .leader, watched == nil, let oldest = pending.first else { return }
    watched = oldest.id
    effects.arm(.resend, after: settings.electionTimeout / 2)
  }

  mutating func resendPending(into effects: inout Effects) {
    let oldest = watched
    watched = nil
    if let oldest, pending.first?.id == oldest {
      forward(Array(pending.all.prefix(RaftReplica.repeated)), into: &effects)
    }
    watchPending(into: &effects)
  }

  /// So many of those that wait are handed over again at a time.
  private static var repeated: Int { 256 }

  func forwardPending(into effects: inout Effects) { forward(pending.all, into: &effects) }

  /// Hands transactions to the leader, if there is another, in messages of bounded size.
  func forward(_ transactions: [Transaction], into effects: inout Effects) {
    guard let leader, leader != number else { return }
    var rest = transactions[...]
    while !rest.isEmpty {
      var size = 0
      let part = rest.prefix { transaction in
        defer { size += transaction.bytes.count }
        return size < settings.messageBytes
      }
      rest = rest.dropFirst(part.count)
      let payload = Payload(ClientMessage.submit(Array(part)))
      effects.meter.charge(.codecByte, payload.count)
      effects.send(payload, .forward, to: NodeID(leader))
    }
  }
}
