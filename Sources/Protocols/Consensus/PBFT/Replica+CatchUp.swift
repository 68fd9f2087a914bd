import Vocabulary

/// Catching up from one correct peer: every block comes with its proof of acceptance (crb-smb 2.3.3).
extension Replica {
  /// Someone has shown that `height` is decided and `view` installed. If that is not so here after a while, asks.
  mutating func noticeLag(height: Int64, view seen: Int64, from replica: Int, into effects: inout Effects) {
    // What is being written is not lacking.
    guard height > instances.low + (appending == nil ? 0 : 1) || seen > installed.view else { return }
    catchUp.height = max(catchUp.height, height)
    catchUp.view = max(catchUp.view, seen)
    guard !catchUp.isWaiting else { return }
    catchUp.asked = replica
    catchUp.isWaiting = true
    catchUp.fruitless = 0
    effects.arm(.catchUp, after: settings.catchUpDelay)
  }

  /// The primary-to-be must propose a block that it does not hold.
  mutating func askFor(_ due: PreparedCertificate, into effects: inout Effects) {
    guard catchUp.digest != due.digest else { return }
    catchUp.digest = due.digest
    askAll(into: &effects)
    catchUp.isWaiting = true
    effects.arm(.catchUp, after: settings.catchUpDelay)
  }

  mutating func catchUpTimerFired(into effects: inout Effects) {
    catchUp.isWaiting = false
    let isBehind = catchUp.height > instances.low || catchUp.view > installed.view || catchUp.digest != nil
    guard isBehind, catchUp.fruitless < 3 * membership.count, membership.count > 1 else {
      // What was claimed was done meanwhile, or nobody can prove it.
      (catchUp.height, catchUp.view, catchUp.digest) = (0, 0, nil)
      return
    }
    if catchUp.asked == number { catchUp.asked = (number + 1) % membership.count }
    catchUp.fruitless += 1
    ask(catchUp.asked, into: &effects)
    catchUp.asked = (catchUp.asked + 1) % membership.count
  }

  private mutating func ask(_ replica: Int, into effects: inout Effects) {
    send(.fetch(question), to: replica, into: &effects)
    catchUp.awaited[replica] = true
    catchUp.isWaiting = true
    effects.arm(.catchUp, after: settings.catchUpDelay)
  }

  /// The last of the fetched blocks was written, and more are decided: goes on with the replica that had them.
  mutating func askForMore(into effects: inout Effects) {
    guard let source = catchUp.source, catchUp.fetched.isEmpty, appending == nil else { return }
    catchUp.source = nil
    guard catchUp.height > instances.low else { return }
    ask(source, into: &effects)
  }

  /// Asks every other replica at once, as after a start.
  mutating func askAll(into effects: inout Effects) {
    guard membership.count > 1 else { return }
    send(.fetch(question), to: nil, into: &effects)
    for replica in 0..<membership.count where replica != number { catchUp.awaited[replica] = true }
  }

  private var question: Fetch {
    let next = instances.low + Int64(catchUp.fetched.count) + (appending == nil ? 1 : 2)
    return Fetch(height: next, view: installed.view, digest: catchUp.digest, replica: number)
  }

  /// Another replica asks: tells it the installed view, sends the block that it must propose, and reads blocks for it.
  mutating func receive(_ fetch: Fetch, at now: Instant, into effects: inout Effects) {
    guard fetch.replica < membership.count, fetch.replica != number else {
      return effects.drop(because: .unknownSender)
    }
    noticeLag(height: fetch.height - 1, view: fetch.view, from: fetch.replica, into: &effects)
    if fetch.view < installed.view { tellInstalled(fetch.replica, at: now, into: &effects) }
    if let digest = fetch.digest, let held, held.certificate.digest == digest,
      catchUp.answers[fetch.replica].maySend(held: digest, at: now, pause: answerPause)
    {
      send(.held(identifier: held.identifier, held.content), to: fetch.replica, into: &effects)
    }
    guard fetch.height <= instances.low, let first = ledger.place(at: fetch.height) else { return }
    // One at a time for each replica, whatever it asks.
    guard !catchUp.serving.contains(where: { $0.replica == fetch.replica }) else { return }
    guard catchUp.answers[fetch.replica].mayRead(from: fetch.height, at: now, pause: answerPause) else {
      return effects.drop(because: .askedAgain)
    }
    var end = first.offset + Int64(first.size)
    var height = fetch.height + 1
    while height <= instances.low, let place = ledger.place(at: height), end - first.offset < Replica.servedBytes {
      end = place.offset + Int64(place.size)
      height += 1
    }
    catchUp.answers[fetch.replica].read(from: fetch.height, upTo: height, at: now, pause: answerPause)
    catchUp.lastTicket += 1
    catchUp.serving.append((catchUp.lastTicket, fetch.replica))
    effects.append(
      .read(.ledger, offset: first.offset, count: end - first.offset, DiskTicket(catchUp.lastTicket)))
  }

  /// How soon the same question may be asked again. A correct replica waits twice as long.
  var answerPause: TimeSpan { settings.catchUpDelay / 2 }

  /// About as many bytes of blocks go into one answer.
  private static var servedBytes: Int64 { 1 << 20 }

  /// Blocks that wait here to be verified and written; more are asked for again.
  static var fetchedLimit: Int { 1_024 }

  /// The blocks that another replica asked for came from the disk.
  mutating func served(_ ticket: DiskTicket, _ records: [UInt8], into effects: inout Effects) {
    guard let index = catchUp.serving.firstIndex(where: { $0.ticket == ticket.number }) else { return }
    let replica = catchUp.serving.remove(at: index).replica
    guard !records.isEmpty else { return }
    effects.note(PBFTNote.served.about(instances.low, value: Int64(records.count)))
    send(.blocks(records), to: replica, into: &effects)
  }

  /// Blocks from another replica's ledger, which was asked for them: one answer to each question. None of them is believed
  /// before its proof is verified.
  mutating func receive(blocks records: [UInt8], from replica: Int, into effects: inout Effects) {
    guard catchUp.awaited[replica] else { return effects.drop(because: .unasked) }
    catchUp.awaited[replica] = false
    var scanner = LedgerScanner(ByteRope(records))
    while let record = scanner.nextIntact() {
      let next = instances.low + Int64(catchUp.fetched.count) + (appending == nil ? 1 : 2)
      guard record.height == next, catchUp.fetched.count < Replica.fetchedLimit else { continue }
      catchUp.fetched.append(record)
      catchUp.source = replica
    }
    if scanner.offset < Int64(records.count) { effects.drop(because: .malformed) }
    appendFetched(into: &effects)
  }

  /// Verifies and writes the next fetched block, when nothing else is being written.
  mutating func appendFetched(into effects: inout Effects) {
    guard appending == nil, let record = catchUp.fetched.first else { return }
    defer { if appending == nil { catchUp.fetched = [] } }
    guard record.height == instances.low + 1 else { return }
    guard isProven(record, &effects.meter) else {
      catchUp.source = nil
      return effects.drop(because: .badCertificate)
    }
    catchUp.fetched.removeFirst()
    catchUp.fruitless = 0
    appending = (record.height, record.block)
    effects.note(PBFTNote.fetched.about(record.height))
    ledger.append(record.block, ticket: DiskTicket(record.height), into: &effects)
  }

  private func isProven(_ record: LedgerRecord, _ meter: inout Meter) -> Bool {
    let block = record.block
    guard block.content.previous == ledger.lastIdentifier else { return false }
    let proof = ProofRules(membership: membership)
    guard proof.check(block.header.proof, of: block.digest, at: record.height, crypto, &meter) == nil else {
      return false
    }
    guard let signer = membership.index(of: block.content.signer) else { return false }
    return rules.check(
      block.content, identifier: block.header.identifier, after: ledger.lastIdentifier,
      by: membership.members[signer], in: ledger, crypto, &meter) == nil
  }

  /// The content of the block that this replica must propose.
  mutating func receive(
    held identifier: [UInt8], _ content: BlockContent, at now: Instant, into effects: inout Effects
  ) {
    effects.meter.charge(.hashByte, content.bytes.count)
    let digest = Block.digest(identifier: identifier, contentHash: content.contentHash)
    guard isChangingView, isPrimary, digest == catchUp.digest else { return effects.drop(because: .otherDigest) }
    let changes = viewChanges.compactMap { $0?.view == view ? $0 : nil }
    guard let due = NewView.obligation(changes), due.digest == digest else {
      return effects.drop(because: .otherDigest)
    }
    catchUp.digest = nil
    effects.note(PBFTNote.fetchedHeld.about(due.sequence, value: view))
    held = HeldBlock(certificate: due, identifier: identifier, content: content)
    leadIfWanted(at: now, into: &effects)
  }
}
