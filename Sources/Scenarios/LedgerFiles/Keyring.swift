import Protocols

/// What an auditor can open and name in one ledger.
struct Keyring {
  /// A response that somebody waits for, or has got.
  private struct Awaited {
    let service: Digest
    let key: FieldKey
    var answers = 0
  }

  /// A service transaction that has been seen in the ledger.
  private struct Seen {
    let height: Int64
    let position: Int
    var operation: ManagementOperation?
  }

  let cryptography: Cryptography
  /// By fingerprints of public keys. None of these is iterated.
  private var pairs: [Digest: KeyPair] = [:]
  private var names: [Digest: String] = [:]
  /// By transaction.
  private var requests: [Digest: KeyFile.Request] = [:]
  /// By the recipient's fingerprint, in the order of the service transactions.
  private var awaited: [Digest: [Awaited]] = [:]
  /// By the digest of the header.
  private var services: [Digest: Seen] = [:]
  /// Whose service transactions those of the key files are.
  private var holders: [Digest: [Digest]] = [:]

  /// The sections of the key files at `paths` that are about the ledger of this federation. Throws if a file has none, or is
  /// of another cryptography.
  init(_ paths: [String], for federation: FederationID, _ cryptography: Cryptography) throws(LedgerFileError) {
    self.cryptography = cryptography
    for path in paths {
      let file = try KeyFile(path: path)
      guard file.suite == cryptography.suite, file.mode == cryptography.mode else {
        let (own, ledger) = ((file.suite, file.mode), (cryptography.suite, cryptography.mode))
        throw LedgerFileError(
          path,
          "has \(own.0.rawValue) keys, \(own.1.rawValue); the ledger's are \(ledger.0.rawValue), \(ledger.1.rawValue)")
      }
      let sections = file.ledgers.filter { $0.federation == federation }
      guard !sections.isEmpty else {
        let names = file.ledgers.map(\.name).joined(separator: ", ")
        throw LedgerFileError(
          path, "has no keys for this ledger's federation, only for \(names.isEmpty ? "none" : names)")
      }
      for section in file.ledgers { addNames(of: section) }
      for section in sections { try add(section, path) }
    }
  }

  /// Keys of one ledger are named in transactions of another.
  private mutating func addNames(of section: KeyFile.Section) {
    for pair in section.pairs { names[SHA256Hasher.digest(pair.publicKey)] = pair.name }
    for contact in section.contacts { names[SHA256Hasher.digest(contact.publicKey)] = contact.name }
  }

  private mutating func add(_ section: KeyFile.Section, _ path: String) throws(LedgerFileError) {
    for entry in section.pairs {
      let pair = cryptography.keyPair(secret: entry.secret)
      guard pair.publicKey.encoded == entry.publicKey else {
        throw LedgerFileError(
          path, "\(section.name): \(entry.name): the public key and the secret do not belong together")
      }
      pairs[pair.publicKey.fingerprint] = pair
    }
    for contact in section.contacts {
      guard cryptography.publicKey(encoded: contact.publicKey) != nil else {
        throw LedgerFileError(
          path, "\(section.name): \(contact.name): is not a \(cryptography.suite.rawValue) public key")
      }
    }
    for request in section.requests {
      requests[request.transaction] = request
      // Who made it is one of the holder's keys: all are asked for the response.
      holders[request.transaction] = section.pairs.map { SHA256Hasher.digest($0.publicKey) }
    }
  }

  func party(_ key: Digest) -> HistoryEntry.Party { HistoryEntry.Party(name: names[key], key: key) }

  func party(_ key: PublicKey) -> HistoryEntry.Party { party(key.fingerprint) }

  func party(encoded key: [UInt8]) -> HistoryEntry.Party { party(SHA256Hasher.digest(key)) }

  // MARK: One transaction

  /// What is found out about a transaction that concerns one of the keys.
  struct Reading {
    var opened: OpenedTransaction?
    var content: HistoryEntry.Content
  }

  /// Reads a transaction; nil if it has nothing to do with the keys. In the order of the ledger: what a service transaction
  /// tells opens the response.
  mutating func read(_ transaction: Transaction, height: Int64, position: Int) -> Reading? {
    guard let layout = transaction.layout else { return nil }
    let recipient = SHA256Hasher.digest(Array(transaction.bytes[layout.recipient]))
    if layout.type == .service {
      let header = SHA256Hasher.digest(Array(transaction.bytes[layout.signature]))
      let request = requests[transaction.id]
      guard pairs[recipient] != nil || request != nil else { return nil }
      if services[header] == nil { services[header] = Seen(height: height, position: position) }
      let opened = open { meter throws(DropReason) in
        if let pair = pairs[recipient] {
          return try OpenedTransaction(opening: transaction, with: pair, cryptography, &meter)
        }
        guard let key = request?.key else { throw .cannotDecrypt }
        return try OpenedTransaction(opening: transaction, knowing: key, cryptography, &meter)
      }
      let reading = service(opened, header)
      expect(reading, request, transaction.id)
      return reading
    }
    if layout.type == .response { return response(transaction, recipient) }
    guard layout.isEncrypted else {
      let sender = SHA256Hasher.digest(Array(transaction.bytes[layout.sender]))
      guard pairs[sender] != nil else { return nil }
      return reading(
        open { meter throws(DropReason) in
          try OpenedTransaction(opening: transaction, with: nil, cryptography, &meter)
        })
    }
    guard let pair = pairs[recipient] else { return nil }
    return reading(
      open { meter throws(DropReason) in
        try OpenedTransaction(opening: transaction, with: pair, cryptography, &meter)
      })
  }

  private func open(
    _ body: (inout Meter) throws(DropReason) -> OpenedTransaction
  ) -> Result<OpenedTransaction, DropReason> {
    var meter = Meter()
    do throws(DropReason) {
      return .success(try body(&meter))
    } catch {
      return .failure(error)
    }
  }

  private func reading(_ result: Result<OpenedTransaction, DropReason>) -> Reading {
    switch result {
    case .failure(let reason): return Reading(content: .unreadable(reason))
    case .success(let opened):
      if let configuration = Configuration(opened) {
        return Reading(opened: opened, content: .configuration(configuration, instructions(configuration)))
      }
      if let request = ConfigurationRequest(opened) {
        return Reading(opened: opened, content: .request(request, next: party(encoded: request.nextRecipient)))
      }
      return Reading(opened: opened, content: .unreadable(.malformed))
    }
  }

  private func instructions(_ configuration: Configuration) -> HistoryEntry.Instructions? {
    guard let told = try? VNFConfiguration(decoding: configuration.configuration, cryptography) else { return nil }
    return HistoryEntry.Instructions(
      settings: told.settings, keyPair: told.keyPair.map { party($0.publicKey) },
      groups: told.groups?.map { party($0.publicKey) }, obeyed: told.tenants?.map(party))
  }

  // MARK: Services and responses

  private mutating func service(_ result: Result<OpenedTransaction, DropReason>, _ header: Digest) -> Reading {
    switch result {
    case .failure(let reason): return Reading(content: .unreadable(reason))
    case .success(let opened):
      guard let request = ServiceRequest(opened) else { return Reading(opened: opened, content: .unreadable(.badKey)) }
      let operation = try? ManagementOperation.decode(request.request)
      services[header]?.operation = operation
      var obeyed: [HistoryEntry.Party] = []
      if case .createVNF(let order) = operation?.action { obeyed = order.tenants.map { party(encoded: $0) } }
      return Reading(opened: opened, content: .service(request, operation, obeyed: obeyed))
    }
  }

  /// Notes who will get a response, under which key.
  private mutating func expect(_ reading: Reading, _ request: KeyFile.Request?, _ id: Digest) {
    var expected: [(Digest, FieldKey)] = []
    if case .service(let service, _, _) = reading.content, let sender = reading.opened?.sender {
      expected.append((sender.fingerprint, service.responseKey))
    } else if let request {
      expected = (holders[id] ?? []).map { ($0, request.responseKey) }
    }
    for (recipient, key) in expected {
      guard awaited[recipient]?.contains(where: { $0.service == id }) != true else { continue }
      awaited[recipient, default: []].append(Awaited(service: id, key: key))
    }
  }

  private mutating func response(_ transaction: Transaction, _ recipient: Digest) -> Reading? {
    guard let layout = transaction.layout else { return nil }
    let isOurs = pairs[recipient] != nil
    guard let key = cryptography.publicKey(encoded: Array(transaction.bytes[layout.recipient])) else { return nil }
    let waiting = awaited[recipient] ?? []
    var problem = DropReason.cannotDecrypt
    // Those without an answer first.
    let order = waiting.indices.filter { waiting[$0].answers == 0 } + waiting.indices.filter { waiting[$0].answers > 0 }
    for index in order {
      let result = open { meter throws(DropReason) in
        try OpenedTransaction(opening: transaction, to: key, with: waiting[index].key, cryptography, &meter)
      }
      switch result {
      case .failure(.cannotDecrypt): continue
      case .failure(let reason):
        problem = reason
        continue
      case .success(let opened):
        guard let response = ServiceResponse(opened) else {
          return Reading(opened: opened, content: .unreadable(.malformed))
        }
        awaited[recipient]![index].answers += 1
        let answered = services[SHA256Hasher.digest(response.service)].map {
          HistoryEntry.Answered(
            height: $0.height, position: $0.position, operation: $0.operation, earlier: waiting[index].answers)
        }
        return Reading(opened: opened, content: .response(response, to: answered))
      }
    }
    return isOurs || !waiting.isEmpty ? Reading(content: .unreadable(problem)) : nil
  }
}
