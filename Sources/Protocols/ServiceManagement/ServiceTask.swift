import Vocabulary

/// A service transaction that a service client has accepted and not yet seen answered in the ledger.
struct ServiceTask {
  enum Phase {
    /// The management service has been asked.
    case executing
    /// Its response is being written to the journal.
    case recording(Transaction, DiskTicket)
    /// Its response is on its way into the ledger.
    case submitting(Transaction)
  }

  let transaction: Transaction
  /// Milliseconds since 1970-01-01T00:00:00Z.
  let timestamp: Int64
  let sender: PublicKey
  let request: ServiceRequest
  var phase: Phase

  var id: Digest { transaction.id }

  /// The header that its response names.
  var header: [UInt8] { transaction.layout.map { Array(transaction.bytes[$0.signature]) } ?? [] }

  /// Opens a service transaction.
  init(
    _ transaction: Transaction, with pair: KeyPair, phase: Phase, _ cryptography: Cryptography, _ meter: inout Meter
  ) throws(DropReason) {
    let opened = try OpenedTransaction(opening: transaction, with: pair, cryptography, &meter)
    guard opened.type == .service else { throw .wrongType }
    guard let request = ServiceRequest(opened) else { throw .badKey }
    self.transaction = transaction
    timestamp = opened.timestamp
    sender = opened.sender
    self.request = request
    self.phase = phase
  }

  /// Its one response, whoever makes it and whenever: the same result gives the same bytes, which the ledger takes once.
  func response(
    _ result: String, error: String, completed: Int64, by pair: KeyPair, _ cryptography: Cryptography,
    _ meter: inout Meter
  ) -> Transaction {
    var builder = TransactionBuilder(
      cryptography: cryptography, sender: pair, stream: RandomStream(seed: id.prefix))
    return ServiceResponse(service: header, result: Array(result.utf8), error: error)
      .transaction(to: sender, with: request.responseKey, at: completed, by: &builder, &meter)
  }
}
