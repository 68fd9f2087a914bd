import Vocabulary

extension VNFClient {
  /// Takes the transactions of one answer, the oldest first, whatever key they are for, and those whose time has come. What
  /// is refused is counted.
  mutating func take(_ transactions: [Transaction], at now: Instant, into effects: inout Effects) {
    let (due, isMore) = early.take(upTo: latestTimestamp(at: now, effects))
    if isMore { access.readAnew() }
    // What is read anew may be older than what an answer holds now: that comes again, too.
    let taken = isMore ? due : due + transactions
    for transaction in taken.stablySorted(by: { $0.layout?.timestamp ?? 0 }) {
      do throws(DropReason) {
        try take(transaction, at: now, into: &effects)
      } catch {
        effects.drop(because: error)
      }
    }
  }

  /// The five rules of crb-smb 3.3.2, those first that cost nothing; then what the transaction asks for.
  ///
  /// Only what has passed them is remembered by its header: anybody can put a tenant's header on other bytes, and must not
  /// be able to make the VNF deaf to the tenant's own.
  private mutating func take(
    _ transaction: Transaction, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    guard let layout = transaction.layout, let header = transaction.headerDigest(&effects.meter) else {
      throw transaction.defect ?? .malformed
    }
    guard let addressee = addressee(of: transaction, layout) else { throw .wrongRecipient }
    guard !processed.contains(header, at: layout.timestamp) else { throw .alreadyProcessed }
    if layout.type == .configurationRequest, layout.timestamp <= times.latest { throw .outdated }
    let opened = try OpenedTransaction(opening: transaction, with: addressee, cryptography, &effects.meter)
    let isEarly = layout.timestamp > latestTimestamp(at: now, effects)
    // Who will be obeyed by then: that is judged again.
    let isPromised = isEarly && early.promises(opened.sender)
    guard tenants.contains(opened.sender) || isPromised else { throw .unauthorized }
    guard !isEarly else {
      early.keep(transaction, header, at: layout.timestamp, promising: promised(by: opened))
      throw .futureDated
    }
    processed.record(header, at: layout.timestamp)
    switch opened.type {
    case .configuration: try apply(opened, header, into: &effects)
    case .configurationRequest: try answer(opened, at: now, into: &effects)
    case .service, .response: throw .wrongType
    }
  }

  /// The pair that the transaction is for: the VNF's own, or a group's.
  private func addressee(of transaction: Transaction, _ layout: TransactionLayout) -> KeyPair? {
    let recipient = transaction.bytes[layout.recipient]
    return ([pair] + groups).first { $0.publicKey.encoded.elementsEqual(recipient) }
  }

  /// Whom it tells the VNF to obey.
  private func promised(by opened: OpenedTransaction) -> [PublicKey] {
    guard let given = Configuration(opened) else { return [] }
    return (try? VNFConfiguration(decoding: given.configuration, cryptography))?.tenants ?? []
  }

  private func latestTimestamp(at now: Instant, _ effects: borrowing Effects) -> Int64 {
    effects.milliseconds(at: now) + settings.clockTolerance.nanoseconds / 1_000_000
  }

  /// All of it, but for what something newer has said already; or nothing.
  private mutating func apply(
    _ opened: OpenedTransaction, _ header: Digest, into effects: inout Effects
  ) throws(DropReason) {
    guard let given = Configuration(opened) else { throw .malformed }
    effects.meter.charge(.codecByte, given.configuration.count)
    let whole = try VNFConfiguration(decoding: given.configuration, cryptography)
    guard let change = times.newer(of: whole, at: opened.timestamp) else { throw .outdated }
    applied = AppliedConfiguration(
      cid: given.cid, vid: given.vid, description: given.description, timestamp: opened.timestamp, header: header,
      sender: opened.sender, obeyed: tenants)
    if let settings = change.settings { configuration = settings }
    if let groups = change.groups { self.groups = groups }
    if let tenants = change.tenants { self.tenants = tenants }
    if let pair = change.keyPair {
      self.pair = pair
      builder = TransactionBuilder(cryptography: cryptography, sender: pair, stream: builder.stream)
      effects.note(ClientNote.keyReplaced.about(opened.timestamp))
    }
    followKeys()
    effects.note(ClientNote.applied.about(opened.timestamp, value: Int64(given.configuration.count)))
  }

  /// Sends the configuration as it is to whom the request names, under the names that the request gives it (crb-smb 3.5).
  private mutating func answer(
    _ opened: OpenedTransaction, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    guard let request = ConfigurationRequest(opened) else { throw .malformed }
    guard let next = cryptography.publicKey(encoded: request.nextRecipient) else { throw .badKey }
    let state = VNFConfiguration(settings: configuration, groups: groups).bytes
    effects.meter.charge(.codecByte, state.count)
    let answer = Configuration(
      cid: request.cid, vid: request.vid, description: request.description, configuration: state)
    send(answer, to: next, at: now, into: &effects)
    effects.note(ClientNote.answered.about(opened.timestamp, value: Int64(state.count)))
  }
}

extension [Transaction] {
  /// By a number, and among equals as they were.
  func stablySorted(by number: (Transaction) -> Int64) -> [Transaction] {
    let numbered = enumerated().map { (number($1), $0) }
    return numbered.sorted { $0 < $1 }.map { self[$0.1] }
  }
}
