/// A transaction as one who may read it sees it: decrypted, its signature checked.
public struct OpenedTransaction {
  public var type: TransactionType
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public var timestamp: Int64
  public var sender: PublicKey
  /// Nil in a public transaction.
  public var recipient: PublicKey?
  /// Of `type.fields`, in their order.
  public var values: [[UInt8]]

  /// Opens a public transaction, or with the recipient's key pair one that is encrypted. Nil if it has not the form of
  /// its type, is not for that recipient, was changed since, or is not signed by its sender.
  public init?(
    _ transaction: Transaction, with pair: KeyPair?, _ cryptography: Cryptography, _ meter: inout Meter
  ) {
    guard let opened = try? OpenedTransaction(opening: transaction, with: pair, cryptography, &meter) else {
      return nil
    }
    self = opened
  }

  /// The same, and says why not.
  public init(
    opening transaction: Transaction, with pair: KeyPair?, _ cryptography: Cryptography, _ meter: inout Meter
  ) throws(DropReason) {
    guard let layout = transaction.layout else { throw transaction.defect! }
    guard layout.type.carriesKey else { throw .wrongType }
    guard layout.isEncrypted else {
      try self.init(transaction, layout, for: nil, with: nil, cryptography, &meter)
      return
    }
    guard let pair, transaction.bytes[layout.recipient].elementsEqual(pair.publicKey.encoded) else {
      throw .wrongRecipient
    }
    guard let sealedKey = layout.sealedKey else { throw .notEncrypted }
    guard let key = cryptography.openKey(transaction.bytes[sealedKey], with: pair, &meter) else {
      throw .cannotDecrypt
    }
    try self.init(transaction, layout, for: pair.publicKey, with: key, cryptography, &meter)
  }

  /// Opens an encrypted transaction with the key of its fields, as who made it may have kept it.
  public init(
    opening transaction: Transaction, knowing key: FieldKey, _ cryptography: Cryptography, _ meter: inout Meter
  ) throws(DropReason) {
    guard let layout = transaction.layout else { throw transaction.defect! }
    guard layout.isEncrypted else { throw .notEncrypted }
    guard let recipient = cryptography.publicKey(encoded: Array(transaction.bytes[layout.recipient])) else {
      throw .badKey
    }
    try self.init(transaction, layout, for: recipient, with: key, cryptography, &meter)
  }

  /// Opens a response to `recipient`, with the key that the service transaction which it answers asked for.
  public init(
    opening transaction: Transaction, to recipient: PublicKey, with responseKey: FieldKey,
    _ cryptography: Cryptography, _ meter: inout Meter
  ) throws(DropReason) {
    guard let layout = transaction.layout else { throw transaction.defect! }
    guard !layout.type.carriesKey else { throw .wrongType }
    guard transaction.bytes[layout.recipient].elementsEqual(recipient.encoded) else { throw .wrongRecipient }
    try self.init(transaction, layout, for: recipient, with: responseKey, cryptography, &meter)
  }

  private init(
    _ transaction: Transaction, _ layout: TransactionLayout, for recipient: PublicKey?, with key: FieldKey?,
    _ cryptography: Cryptography, _ meter: inout Meter
  ) throws(DropReason) {
    let bytes = transaction.bytes
    var plain: [[UInt8]] = []
    for place in [layout.sender] + layout.fields {
      guard let key else {
        plain.append(Array(bytes[place]))
        continue
      }
      guard let value = TransactionCipher.decrypt(bytes[place], key, cryptography, &meter) else {
        throw .cannotDecrypt
      }
      plain.append(value)
    }
    guard let sender = cryptography.publicKey(encoded: plain[0]) else { throw .badKey }
    let digest = cryptography.hash(bytes[layout.content], &meter)
    guard cryptography.verify(bytes[layout.signature], of: digest, by: sender, &meter) else { throw .badSignature }
    type = layout.type
    timestamp = layout.timestamp
    self.sender = sender
    self.recipient = recipient
    values = Array(plain.dropFirst())
  }
}
