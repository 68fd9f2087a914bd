import Vocabulary

/// Log replication, the leader's side (section 5.3).
extension RaftReplica {
  /// Entries of earlier terms wait for one of this term: none of them may be committed by counting (section 5.4.2).
  private var mustOpenTerm: Bool { log.last > commit && log.lastTerm < term }

  /// Lets the next step make a block, when one is due: the step that filed its transactions ends first.
  func wakeIfDue(into effects: inout Effects) {
    if isDue { effects.arm(.proposal, after: .zero) }
  }

  private var isDue: Bool {
    guard role == .leader, mayPropose else { return false }
    return mustOpenTerm || !pending.isEmpty && log.last == concluded
  }

  /// Makes a block, when this is the leader, the interval has passed and transactions wait; one without transactions where
  /// only that lets the entries of earlier terms be committed.
  mutating func proposeIfDue(at now: Instant, into effects: inout Effects) {
    guard isDue else { return }
    let index = log.last + 1
    let (signer, previous) = (keyPair.publicKey.encoded, log.lastIdentifier)
    let transactions = pending.selection(
      forContentOf: settings.maximumBlockBytes, signer: signer.count, previous: previous.count)
    guard mustOpenTerm || !transactions.isEmpty else { return }
    mayPropose = false
    effects.note(PBFTNote.proposed.about(index))
    let content = BlockContent(
      timestamp: (effects.wallClock ?? now).milliseconds, signer: signer, previous: previous,
      transactions: transactions, &effects.meter)
    let identifier = crypto.sign(content.contentHash, with: keyPair, &effects.meter)
    let block = Block(
      header: BlockHeader(
        identifier: identifier, proof: [endorsement(of: identifier, content, at: index, &effects.meter)]),
      content: content)
    add(RaftEntry(index: index, block: block), into: &effects)
    whenDurable(.held(index), at: now, into: &effects)
    // The others write it while this replica does (Ongaro 2014, section 10.2.1).
    for peer in others { sendEntries(to: peer, into: &effects) }
    effects.note(PBFTNote.prePrepared.about(index, value: Int64(content.bytes.count)))
  }

  /// The leader's word that it put the block at this height in its term: all the proof that the block will have.
  private func endorsement(
    of identifier: [UInt8], _ content: BlockContent, at index: Int64, _ meter: inout Meter
  ) -> Endorsement {
    meter.charge(.hashByte, identifier.count + Digest.byteCount)
    let statement = Endorsement.statement(
      in: membership.federation, phase: .prePrepare, view: term, height: index,
      digest: Block.digest(identifier: identifier, contentHash: content.contentHash), accepted: true, &meter)
    return Endorsement(
      participant: keyPair.publicKey.encoded, signature: crypto.sign(statement, with: keyPair, &meter),
      decision: Decision(accepted: true, view: term))
  }

  /// An entry enters the log: its transactions wait no longer.
  mutating func add(_ entry: RaftEntry, into effects: inout Effects) {
    log.append(entry)
    store.write(entry, into: &effects)
    pending.remove(entry.block.content.transactions)
  }

  /// Lets every follower hear of its leader, and gives those that may have missed something another chance. A leader that
  /// hears of no majority leads nobody (Ongaro 2014, section 6.2).
  mutating func beat(at now: Instant, into effects: inout Effects) {
    let heard = others.count { now < peers[$0].heard + settings.electionTimeout } + 1
    guard heard >= majority else { return follow(term: term, leader: nil, at: now, into: &effects) }
    sendToAll(into: &effects)
    effects.arm(.heartbeat, after: settings.heartbeatInterval)
  }

  /// What each lacks, or the word that nothing is new. Most get the same message.
  mutating func sendToAll(into effects: inout Effects) {
    var made: [(next: Int64, payload: Payload)] = []
    for peer in others {
      let next = peers[peer].next
      if next <= log.last, peers[peer].reading == nil {
        sendEntries(to: peer, into: &effects)
        continue
      }
      let known = made.first { $0.next == next }?.payload
      let payload = known ?? message([], after: next - 1, &effects.meter)
      if known == nil { made.append((next, payload)) }
      effects.send(payload, .appendEntries, to: NodeID(peer))
    }
  }

  /// Sends a follower the entries from its next one on, or reads them for it.
  mutating func sendEntries(to peer: Int, into effects: inout Effects) {
    let next = peers[peer].next
    guard next >= log.first else { return read(for: peer, into: &effects) }
    var entries: [RaftEntry] = []
    var size = 0
    while let entry = log[next + Int64(entries.count)], size < settings.messageBytes {
      entries.append(entry)
      size += entry.size
    }
    peers[peer].next = next + Int64(entries.count)
    effects.send(message(entries, after: next - 1, &effects.meter), .appendEntries, to: NodeID(peer))
  }

  private func message(_ entries: [RaftEntry], after previous: Int64, _ meter: inout Meter) -> Payload {
    payload(
      .appendEntries(
        AppendEntries(
          term: term, previousIndex: previous, previousTerm: log.terms.term(at: previous)!, commit: commit,
          entries: entries)), &meter)
  }

  /// The entries are committed and long in the ledger file: they come from there.
  private mutating func read(for peer: Int, into effects: inout Effects) {
    let next = peers[peer].next
    guard peers[peer].reading == nil, let start = ledger.place(at: next) else { return }
    var upTo = next
    var end = start.offset + Int64(start.size)
    while upTo < concluded, let place = ledger.place(at: upTo + 1), end - start.offset < Int64(settings.messageBytes) {
      end = place.offset + Int64(place.size)
      upTo += 1
    }
    lastReading += 1
    peers[peer].reading = (lastReading, next, upTo)
    effects.append(.read(.ledger, offset: start.offset, count: end - start.offset, DiskTicket(lastReading)))
  }

  /// What was read for a follower is there.
  mutating func served(_ ticket: DiskTicket, _ records: [UInt8], into effects: inout Effects) {
    guard let peer = peers.firstIndex(where: { $0.reading?.ticket == ticket.number }) else { return }
    let (_, from, upTo) = peers[peer].reading!
    peers[peer].reading = nil
    guard !records.isEmpty, from == peers[peer].next else { return }
    effects.note(PBFTNote.served.about(from, value: Int64(records.count)))
    let message = AppendEntries(
      term: term, previousIndex: from - 1, previousTerm: log.terms.term(at: from - 1)!, commit: commit,
      records: records)
    // A record that the disk has changed is nobody's.
    guard let message else { return }
    peers[peer].next = upTo + 1
    effects.send(payload(.appendEntries(message), &effects.meter), .appendEntries, to: NodeID(peer))
  }

  mutating func receive(_ reply: AppendReply, from peer: Int, at now: Instant, into effects: inout Effects) {
    if reply.term > term { return follow(term: reply.term, leader: nil, at: now, into: &effects) }
    guard role == .leader, reply.term == term else { return effects.drop(because: .otherView) }
    guard reply.index <= log.last + (reply.isAccepted ? 0 : 1) else { return effects.drop(because: .malformed) }
    peers[peer].heard = now
    if reply.isAccepted {
      peers[peer].match = max(peers[peer].match, reply.index)
      peers[peer].next = max(peers[peer].next, reply.index + 1)
      commitIfMajority(at: now, into: &effects)
    } else {
      peers[peer].next = max(1, reply.index)
    }
    if peers[peer].next <= log.last { sendEntries(to: peer, into: &effects) }
  }
}
