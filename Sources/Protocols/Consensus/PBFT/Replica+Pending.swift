import Vocabulary

/// What a backup does with the transactions that clients handed to it: it knows them too, so that a primary that does not
/// propose them is suspected, and the next one gets them (Castro and Liskov 1999, 4.4).
extension Replica {
  /// Watches the oldest pending transaction: it must be decided within the timeout.
  mutating func watchPending(at now: Instant, into effects: inout Effects) {
    guard !isPrimary, !isChangingView, let oldest = pending.first else {
      if watched != nil { effects.cancel(.urge) }
      watched = nil
      return
    }
    if watched?.id != oldest.id {
      watched = (oldest.id, now)
      effects.arm(.urge, after: TimeSpan(nanoseconds: settings.viewChangeTimeout.nanoseconds / 2))
    }
    if viewChangeDeadline == nil { watch(since: watched!.since, at: now, into: &effects) }
  }

  /// Half of the timeout has passed. The primary's list may have been full: a correct one proposes what is urged next,
  /// and takes what it has room for of the rest.
  func urgeOldest(into effects: inout Effects) {
    guard !isPrimary, !isChangingView else { return }
    urgeFirst(into: &effects)
    forward(
      Array(pending.all.prefix(Replica.repeated).dropFirst()), atMost: min(Replica.forwardedBytes, blockRoom.bytes / 4),
      into: &effects)
  }

  private func urgeFirst(into effects: inout Effects) {
    guard let oldest = pending.first else { return }
    let payload = Payload(ClientMessage.urge(oldest).bytes)
    effects.meter.charge(.codecByte, payload.count)
    effects.send(payload, .forward, to: NodeID(primary))
  }

  /// A view begins: hands the new primary what waits here, part by part, and urges the oldest, as the primary may have a long
  /// list of its own.
  mutating func beginHandingOver(into effects: inout Effects) {
    backlog = pending.all[...]
    handedOver = (nil, 0, blockRoom.bytes / max(1, membership.count - 1))
    youngest = pending.last?.id
    urgeFirst(into: &effects)
    handOver(into: &effects)
  }

  /// A block is decided. If it left out what waited here when the one before was decided, the primary's list is longer than a
  /// block: until that is made up for each backup's oldest is urged at once, to be in the next block.
  mutating func goOnHandingOver(into effects: inout Effects) {
    if let last = youngest, pending.contains(last) { urgeFirst(into: &effects) }
    if installed.view > 0 { youngest = pending.last?.id }
    handOver(into: &effects)
  }

  /// A block is decided by the others, while this replica has left their view: their primary gets what waits here as a new one
  /// would.
  mutating func handOverAlone(into effects: inout Effects) {
    if handedOver.last == nil {
      backlog = pending.all[...]
      handedOver = (nil, 0, blockRoom.bytes / max(1, membership.count - 1))
    }
    handOver(into: &effects)
  }

  /// So many of those that wait are handed to the primary again with the oldest.
  private static var repeated: Int { 256 }

  /// So many blocks may leave out what was handed over before it is handed over again.
  private static var patience: Int { 8 }

  /// What members have urged, to stand first in the next block; as much as fits into half of it. Another member comes first
  /// in each block, so that nobody's large transactions keep the others' out; in its own turn the primary keeps room for the
  /// oldest of its list.
  mutating func takeUrged() -> [Transaction] {
    var room = blockRoom.bytes / 2
    var taken: [Transaction] = []
    let first = Int(instances.low % Int64(urged.count))
    let isOwnTurn = first == number && !pending.isEmpty
    if isOwnTurn { room -= pending.first!.bytes.count }
    for turn in urged.indices {
      let member = (first + turn) % urged.count
      guard let transaction = urged[member] else { continue }
      urged[member] = nil
      guard !ledger.contains(transaction.id) else { continue }
      guard !taken.contains(where: { $0.id == transaction.id }) else { continue }
      let isFirst = taken.isEmpty && !isOwnTurn
      guard isFirst || transaction.bytes.count < room else {
        urged[member] = transaction
        continue
      }
      room -= transaction.bytes.count
      taken.append(transaction)
    }
    return taken
  }

  /// Hands the oldest of its backlog to a new primary, and more when all of that is decided: at first so much at a time that
  /// all backups' together is a block's worth, and a quarter more each time. Whole lists, longer at every view change, would keep
  /// the links from what consensus sends, and the primary busy with verifying them, until nothing is ever decided again.
  private mutating func handOver(into effects: inout Effects) {
    if let last = handedOver.last {
      if pending.contains(last) {
        handedOver.blocks += 1
        guard handedOver.blocks == Replica.patience else { return }
        // It may be lost.
        backlog = pending.all[...]
      } else {
        handedOver.bytes += handedOver.bytes / 4
      }
    }
    handedOver.blocks = 0
    var room = min(Replica.forwardedBytes, handedOver.bytes)
    var part: [Transaction] = []
    while room > 0, part.count < Replica.repeated, let transaction = backlog.popFirst() {
      guard pending.contains(transaction.id) else { continue }
      room -= transaction.bytes.count
      part.append(transaction)
    }
    handedOver.last = part.last?.id
    forward(part, into: &effects)
  }

  /// Urges the oldest that is pending here on all others: the primary may have been told and kept silent, and one replica's
  /// suspicion alone changes no view. If they have none, their primary has room for it.
  func shareOldestPending(into effects: inout Effects) {
    guard let oldest = pending.first else { return }
    let payload = Payload(ClientMessage.urge(oldest))
    effects.meter.charge(.codecByte, payload.count)
    effects.broadcast(payload, .forward)
  }

  /// New transactions of clients, which are in the list: forwards them, or puts them behind what is yet to be handed over. They
  /// would overtake it, and take the primary's time.
  mutating func handOn(_ transactions: [Transaction], into effects: inout Effects) {
    guard backlog.isEmpty else { return backlog.append(contentsOf: transactions) }
    forward(transactions, into: &effects)
  }

  /// Whom the others follow: while this replica has left its view, perhaps alone, the one who led it.
  private var leader: Int {
    isChangingView ? settings.leaders.primary(of: installed.view, among: membership.count) : primary
  }

  /// Hands transactions to whom the others follow, in messages of bounded size; what is beyond so many bytes stays here.
  func forward(_ transactions: [Transaction], atMost bytes: Int = .max, into effects: inout Effects) {
    let leader = leader
    guard leader != number else { return }
    var rest = transactions[...]
    var left = bytes
    while !rest.isEmpty && left > 0 {
      var size = 0
      let part = rest.prefix { transaction in
        defer { size += transaction.bytes.count }
        return size < min(left, Replica.forwardedBytes)
      }
      rest = rest.dropFirst(part.count)
      left -= size
      let payload = Payload(ClientMessage.submit(Array(part)))
      effects.meter.charge(.codecByte, payload.count)
      effects.send(payload, .forward, to: NodeID(leader))
    }
  }

  /// About as many bytes of transactions go into one message.
  private static var forwardedBytes: Int { 1 << 20 }
}
