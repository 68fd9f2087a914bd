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

  /// The others decided a block in a view that this replica has left: whom they follow gets what waits here, part by part, and
  /// what is left of it again.
  mutating func handOverAlone(into effects: inout Effects) {
    if backlog.isEmpty { backlog = pending.all[...] }
    handOver(into: &effects)
  }

  /// So many of those that wait are handed to the primary again with the oldest.
  private static var repeated: Int { 256 }

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

  /// Hands the oldest of its backlog to a new primary, and more with each block that this decides; so much at a time that all
  /// backups' together is a block's worth. Whole lists, longer at every view change, would keep the links from what consensus
  /// sends, and the primary busy with verifying them, until nothing is ever decided again.
  private mutating func handOver(into effects: inout Effects) {
    var room = min(Replica.forwardedBytes, blockRoom.bytes / max(1, membership.count - 1))
    var part: [Transaction] = []
    while room > 0, part.count < Replica.repeated, let transaction = backlog.popFirst() {
      guard pending.contains(transaction.id) else { continue }
      room -= transaction.bytes.count
      part.append(transaction)
    }
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
