import Vocabulary

extension TenantClient {
  /// A configuration that a VNF has sent to the tenant, or that a source sends to its destination.
  ///
  /// Only what has passed all checks is remembered by its header, as in a VNF client.
  mutating func takeConfiguration(
    _ transaction: Transaction, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    guard let layout = transaction.layout, let header = transaction.headerDigest(&effects.meter) else {
      throw transaction.defect ?? .malformed
    }
    guard let (pair, watching) = addressee(of: transaction, layout) else { throw .wrongRecipient }
    guard !processed.contains(header, at: layout.timestamp) else { throw .alreadyProcessed }
    let opened = try OpenedTransaction(opening: transaction, with: pair, cryptography, &effects.meter)
    if watching != nil, opened.sender == state.pairs.repository.publicKey { return }
    guard opened.type == .configuration else { throw .wrongType }
    guard let given = Configuration(opened) else { throw .malformed }
    effects.meter.charge(.codecByte, given.configuration.count)
    let content = try VNFConfiguration(decoding: given.configuration, cryptography)
    // A key pair that was replaced may be a thief's.
    let sender = state.keys.owner(of: opened.sender).flatMap { $0.pair?.publicKey == opened.sender ? $0 : nil }
    guard layout.timestamp <= latestTimestamp(at: now, effects) else {
      let isAwaited = state.keys.instance(given.cid).map { $0.pair == nil } ?? isExpected
      if sender != nil || content.keyPair?.publicKey == opened.sender && isAwaited {
        early.keep(transaction, header, at: layout.timestamp, promising: [])
      }
      throw .futureDated
    }
    if let announced = content.keyPair, watching == nil {
      let stranger = Strangers.Stranger(
        instance: given.cid, secret: announced.secret, header: header, timestamp: layout.timestamp)
      return try take(announced, of: stranger, sentBy: opened.sender, at: now)
    }
    guard let sender else { throw .unauthorized }
    processed.record(header, at: layout.timestamp)
    if let watching {
      try take(given, from: sender, at: opened.timestamp, for: watching, now: now)
    } else {
      take(given, from: sender, at: opened.timestamp, now: now)
    }
  }

  /// What has waited for the clock, as no module shows it again.
  mutating func takeDue(at now: Instant, _ effects: borrowing Effects) -> [Transaction] {
    let (due, isMore) = early.take(upTo: latestTimestamp(at: now, effects))
    if isMore { repository.readAnew() }
    return due
  }

  private func latestTimestamp(at now: Instant, _ effects: borrowing Effects) -> Int64 {
    effects.milliseconds(at: now) + settings.clockTolerance.nanoseconds / 1_000_000
  }

  /// The pair that the transaction is for, and the migration to whose destination it goes.
  private func addressee(of transaction: Transaction, _ layout: TransactionLayout) -> (KeyPair, TenantTask?)? {
    let recipient = transaction.bytes[layout.recipient]
    if state.pairs.repository.publicKey.encoded.elementsEqual(recipient) { return (state.pairs.repository, nil) }
    for number in state.open {
      guard let task = state.task(number), let destination = task.migration?.destination else { continue }
      guard let pair = state.keys.instance(destination)?.pair else { continue }
      if pair.publicKey.encoded.elementsEqual(recipient) { return (pair, task) }
    }
    return nil
  }

  // MARK: Key pairs

  /// The first transaction of a VNF. That it knows the instance's name, which nobody can guess, shows that it is the VNF.
  private mutating func take(
    _ pair: KeyPair, of stranger: Strangers.Stranger, sentBy sender: PublicKey, at now: Instant
  ) throws(DropReason) {
    guard sender == pair.publicKey else { throw .unauthorized }
    guard let instance = state.keys.instance(stranger.instance) else {
      guard isExpected else { throw .unauthorized }
      return strangers.add(stranger)
    }
    guard instance.pair == nil else {
      throw state.keys.owner(of: pair.publicKey)?.name == instance.name ? .alreadyProcessed : .unauthorized
    }
    learn(stranger, at: now)
  }

  /// Whether an instance is being made whose name is not known yet.
  private var isExpected: Bool {
    state.open.contains { number in state.task(number).map { state.creation($0) != nil } ?? false }
  }

  private mutating func learn(_ stranger: Strangers.Stranger, at now: Instant) {
    processed.record(stranger.header, at: stranger.timestamp)
    record(.learned(stranger.instance, secret: stranger.secret), at: now)
  }

  /// Key pairs that came before the answer of the management service.
  mutating func learnFromStrangers(at now: Instant) {
    for stranger in strangers.list {
      guard let instance = state.keys.instance(stranger.instance) else { continue }
      strangers.remove(stranger.header)
      if instance.pair == nil { learn(stranger, at: now) }
    }
  }

  // MARK: Answers to configuration requests

  /// For the tenant: into the database, and to the operation that asked for it.
  private mutating func take(
    _ given: Configuration, from sender: PublicKeyDatabase.Instance, at timestamp: Int64, now: Instant
  ) {
    state.file(given, at: timestamp)
    for number in state.open {
      guard let task = state.task(number), task.sent != nil, task.version == given.vid else { continue }
      guard asks(task, sender.name) else { continue }
      return record(.event(number, .received(given.configuration, timestamp: timestamp)), at: now)
    }
  }

  /// Whether the operation waits for an instance to tell the tenant its configuration.
  private func asks(_ task: TenantTask, _ instance: String) -> Bool {
    switch task.operation {
    case .requestConfiguration(let name): state.keys.present(name) == instance
    case .migrate: task.migration?.phase == .confirming && task.migration?.destination == instance
    case .createVNF, .createChain, .switchPath, .deleteVNF, .deleteChain, .configure, .configureGroup, .joinGroups,
      .publish, .replaceKeyPair, .replaceOwnKeyPairs:
      false
    }
  }

  /// From a source to its destination. It must be what the tenant gave the source last, if it gave it anything.
  private mutating func take(
    _ given: Configuration, from sender: PublicKeyDatabase.Instance, at timestamp: Int64, for task: TenantTask,
    now: Instant
  ) throws(DropReason) {
    guard task.migration?.phase == .transferring, task.migration?.source == sender.name else { throw .unasked }
    guard task.version == given.vid else { throw .unasked }
    let settings = try VNFConfiguration(decoding: given.configuration, cryptography).settings
    guard sender.settings == nil || sender.settings == settings else {
      return record(.event(task.number, .stale), at: now)
    }
    record(.event(task.number, .received(given.configuration, timestamp: timestamp)), at: now)
  }
}
