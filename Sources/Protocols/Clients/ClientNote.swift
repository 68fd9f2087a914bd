/// What clients note: their milestones. The numbers go on after those of blockchain modules.
public enum ClientNote: Int, CaseIterable, Sendable {
  /// A VNF has made its key pair and sends it. Subject: the transaction's timestamp.
  case keyPairSent = 64
  /// A VNF has applied a configuration. Subject: its timestamp. Value: its bytes.
  case applied
  /// A VNF obeys another key pair of its own from now on. Subject: the timestamp of the transaction that says so.
  case keyReplaced
  /// A VNF answers a configuration request. Subject: the request's timestamp. Value: bytes of the configuration.
  case answered
  /// A tenant client asks for what an operation needs, once that was durable. Subject: the operation. Value: which of its
  /// transactions, from 0.
  case operationSubmitted
  /// An operation has succeeded. Subject: the operation.
  case operationDone
  /// An operation has failed. Subject: the operation.
  case operationFailed
  /// A migration has come to its next step. Subject: the operation. Value: the `MigrationStep`.
  case migrationStep
  /// The destination serves, and the source is no more. Subject: the operation.
  case migrationDone
  /// A migration is given up, and what it had begun taken back. Subject: the operation.
  case migrationFailed
  /// A service client has asked its management service. Subject: the timestamp of the service transaction.
  case executing
  /// A service client hands a response in, once that was durable. Subject: the timestamp of the service transaction.
  /// Value: the first eight bytes of its id.
  case responded
  /// A transaction of the client is in the ledger. Subject: its timestamp. Value: the first eight bytes of its id.
  case included
  /// A transaction of the client is given up. Subject: its timestamp. Value: the first eight bytes of its id.
  case givenUp
  /// The client started with a file that ended in damage, which was cut off. Value: bytes.
  case cutDamage
  /// A service client has taken a service transaction off the ledger. Subject: its timestamp. Value: the first eight bytes
  /// of its id.
  case accepted
  /// A migration has failed, is taken back, and begins again. Subject: the operation. Value: which beginning, from 2.
  case migrationBegunAgain

  public func about(_ timestamp: Int64, value: Int64 = 0) -> Note {
    Note(kind: rawValue, subject: timestamp, value: value)
  }

  /// Of a transaction: its timestamp, and the first eight bytes of its id.
  func about(_ transaction: Transaction) -> Note {
    about(transaction.layout?.timestamp ?? 0, value: transaction.id.number)
  }
}
