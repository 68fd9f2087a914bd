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
    guard let layout = transaction.layout else { return nil }
    let bytes = transaction.bytes
    var key: FieldKey?
    if let sealedKey = layout.sealedKey {
      guard let pair else { return nil }
      guard bytes[layout.recipient].elementsEqual(pair.publicKey.encoded) else { return nil }
      key = cryptography.openKey(bytes[sealedKey], with: pair, &meter)
      guard key != nil else { return nil }
      recipient = pair.publicKey
    }
    var plain: [[UInt8]] = []
    for place in [layout.sender] + layout.fields {
      guard let key else {
        plain.append(Array(bytes[place]))
        continue
      }
      guard let value = TransactionCipher.decrypt(bytes[place], key, cryptography, &meter) else { return nil }
      plain.append(value)
    }
    guard let sender = cryptography.publicKey(encoded: plain[0]) else { return nil }
    let digest = cryptography.hash(bytes[layout.content], &meter)
    guard cryptography.verify(bytes[layout.signature], of: digest, by: sender, &meter) else { return nil }
    type = layout.type
    timestamp = layout.timestamp
    self.sender = sender
    values = Array(plain.dropFirst())
  }
}
