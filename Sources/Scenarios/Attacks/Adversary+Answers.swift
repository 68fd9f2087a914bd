import Protocols
import SimKernel
import Vocabulary

/// Answers to clients in the place of a module's, and transactions that are to be taken for answers.
extension Adversary {
  // MARK: Stale configurations

  /// A client asks for what is new for it, and is given what was.
  func answerStale(_ seen: Knowledge.Seen, _ entry: inout Entry, _ verdict: inout PacketVerdict) {
    guard let (chain, request) = question(seen, &entry) else { return }
    guard let request, case .next(let recipient, let after) = request.query else {
      return answer(nil, height: 1, [], chain, seen, entry, &verdict)
    }
    let known = knowledge.transactions(for: recipient, of: chain)
    guard let old = known.isEmpty ? nil : known.drawn(&entry.stream) else { return }
    let height = height(above: after, &entry)
    answer(request, height: height, [Transaction(old.transaction.bytes)], chain, seen, entry, &verdict)
  }

  /// A configuration that another has replaced, handed in over a connection of the adversary's own.
  func handInStale(_ entry: inout Entry) {
    // Configurations are the first chain's.
    guard !knowledge.transactions[0].isEmpty else { return }
    let recipient = Array(recipient(of: 0, &entry).encoded)
    let known = knowledge.transactions(for: recipient, of: 0)
    let stale = known.count > 1 ? known.dropLast() : []
    guard let old = (stale.isEmpty ? knowledge.transactions[0] : Array(stale)).first else { return }
    send(.submit([Transaction(old.transaction.bytes)]), to: module(of: 0, &entry), entry)
  }

  // MARK: Forged responses

  /// A client asks, and is told what its module has not said.
  func answerForged(_ seen: Knowledge.Seen, _ entry: inout Entry, _ verdict: inout PacketVerdict) {
    guard let (chain, request) = question(seen, &entry) else {
      return pretend(seen, &entry, &verdict)
    }
    guard let request, case .next(let recipient, let after) = request.query else {
      return answer(nil, height: 1, [], chain, seen, entry, &verdict)
    }
    guard let key = crypto.publicKey(encoded: recipient) else { return }
    let height = height(above: after, &entry)
    answer(request, height: height, [response(of: chain, to: key, &entry)], chain, seen, entry, &verdict)
  }

  /// A transaction of the type of an answer, for somebody whom the adversary has seen in the ledger.
  func handInForged(_ entry: inout Entry) {
    let chain = chain(&entry)
    let recipient = recipient(of: chain, &entry)
    send(.submit([response(of: chain, to: recipient, &entry)]), to: module(of: chain, &entry), entry)
  }

  /// On an SMB a response to a request that somebody may have made, with a key that the adversary has to guess; on a CRB a
  /// configuration, as a VNF sends it when it is asked.
  private func response(of chain: Int, to recipient: PublicKey, _ entry: inout Entry) -> Transaction {
    guard crypto.supportsSealing, targets[chain].types.contains(.response) else {
      return order(of: chain, isInAnothersName: true, &entry)
    }
    let header =
      knowledge.transactions[chain].isEmpty
      ? entry.stream.bytes(crypto.signatureLength)
      : knowledge.transactions[chain].drawn(&entry.stream).transaction.header
    let key = FieldKey(&entry.stream)
    var builder = builder(&entry)
    return builder.build(
      .response, [header, Array("done, says the adversary".utf8), []], to: recipient, with: key, at: timestamp, &spare)
  }

  /// A client hands a transaction in, or looks for one: the module never hears of it, and the client is told that all is well,
  /// or that it is refused; and wants that in writing.
  private func pretend(_ seen: Knowledge.Seen, _ entry: inout Entry, _ verdict: inout PacketVerdict) {
    guard let chain = chain(of: seen.receiver), self.chain(of: seen.sender) == nil else { return }
    guard entry.attack.channel == .open, case .client(let message) = seen.payload.message else { return }
    let lies: [ClientMessage] =
      switch message {
      case .submit(let transactions):
        transactions.map { .receipt($0.id, refused: entry.turns.isMultiple(of: 2) ? nil : .badKey) }
      case .lookup(let id): [.found(id, height: knowledge.height(of: chain) + 1)]
      case .attest(let statement): [.attestation(statement, signature: signature(of: statement, in: chain))]
      case .receipt, .found, .urge, .read, .answer, .attestation, .readBlock, .block: []
      }
    guard !lies.isEmpty, entry.stream.unit() < entry.attack.share else { return }
    verdict = .drop(.lost)
    for lie in lies { send(Payload(lie), from: seen.receiver, to: seen.sender, entry) }
  }

  /// Of the only key that it has.
  private func signature(of statement: ModuleStatement, in chain: Int) -> [UInt8] {
    crypto.sign(statement.digest(in: targets[chain].federation), with: pair, &spare)
  }

  // MARK: Both

  /// The next height, or one that the chain will not reach: who reads on from there passes over what is decided meanwhile.
  private func height(above height: Int64, _ entry: inout Entry) -> Int64 {
    height + 1 + (entry.stream.below(2) == 0 ? 0 : 1_000_000)
  }

  /// A packet from a client to a module that is struck, and the question in it; no question where the channel hides it.
  private func question(_ seen: Knowledge.Seen, _ entry: inout Entry) -> (chain: Int, ReadRequest?)? {
    guard let chain = chain(of: seen.receiver), self.chain(of: seen.sender) == nil else { return nil }
    switch entry.attack.channel {
    case .tls:
      guard entry.stream.unit() < entry.attack.share else { return nil }
      return (chain, nil)
    case .open:
      guard case .client(.read(let request)) = seen.payload.message else { return nil }
      guard entry.stream.unit() < entry.attack.share else { return nil }
      return (chain, request)
    }
  }

  /// Answers in the place of the module, which never gets the question. Where the channel hides the question, the answer is a
  /// guess.
  private func answer(
    _ request: ReadRequest?, height: Int64, _ transactions: [Transaction], _ chain: Int, _ seen: Knowledge.Seen,
    _ entry: Entry, _ verdict: inout PacketVerdict
  ) {
    if request != nil { verdict = .drop(.lost) }
    let known = knowledge.transactions[chain].last.map { [$0.transaction] } ?? []
    let answer = ReadAnswer(
      number: request?.number ?? 1, height: height, transactions: request == nil ? known : transactions)
    send(Payload(ClientMessage.answer(answer)), from: seen.receiver, to: seen.sender, entry)
  }
}

extension Transaction {
  /// Its sender's signature, by which it is known. Empty in what is no transaction.
  var header: [UInt8] { layout.map { Array(bytes[$0.signature]) } ?? [] }
}
