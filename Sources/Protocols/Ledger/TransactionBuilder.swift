import Vocabulary

/// Encodes, encrypts and signs transactions of one sender.
public struct TransactionBuilder {
  public let cryptography: Cryptography
  public let sender: KeyPair
  /// The public key that stands in the place of the sender's, if it is another's: what a forger writes.
  private let named: PublicKey
  /// Source of symmetric keys and nonces.
  public var stream: RandomStream
  /// Of the fields of the last transaction that it encrypted for a recipient: with it the sender can read it again.
  public private(set) var lastKey: FieldKey?

  public init(cryptography: Cryptography, sender: KeyPair, naming named: PublicKey? = nil, stream: RandomStream) {
    self.cryptography = cryptography
    self.sender = sender
    self.named = named ?? sender.publicKey
    self.stream = stream
  }

  /// A transaction with the values of `type.fields`, in their order; encrypted if there is a recipient.
  ///
  /// The values must fit the type: one for each field, UTF-8 where the field is text, and a recipient where the type
  /// needs one; a recipient's suite must support sealing, and the type must carry its key.
  public mutating func build(
    _ type: TransactionType, _ values: [[UInt8]], to recipient: PublicKey?, at timestamp: Int64, _ meter: inout Meter
  ) -> Transaction {
    precondition(recipient == nil || type.carriesKey, "\(type) is encrypted with a key that its recipient chose")
    let key = recipient.map { cryptography.sealKey(for: $0, &stream, &meter) }
    lastKey = key?.key
    return build(type, values, to: recipient, key?.key, sealed: key?.sealed, at: timestamp, &meter)
  }

  /// A transaction of a type that carries no key, encrypted with the key that its recipient chose.
  public mutating func build(
    _ type: TransactionType, _ values: [[UInt8]], to recipient: PublicKey, with key: FieldKey, at timestamp: Int64,
    _ meter: inout Meter
  ) -> Transaction {
    precondition(!type.carriesKey, "\(type) carries its key")
    return build(type, values, to: recipient, key, sealed: nil, at: timestamp, &meter)
  }

  private mutating func build(
    _ type: TransactionType, _ values: [[UInt8]], to recipient: PublicKey?, _ key: FieldKey?, sealed: [UInt8]?,
    at timestamp: Int64, _ meter: inout Meter
  ) -> Transaction {
    let fields = type.fields
    precondition(values.count == fields.count, "\(values.count) values for the \(fields.count) fields of \(type)")
    precondition(recipient != nil || !type.needsRecipient, "\(type) without a recipient")
    let content = BSONWriter.encode(reserving: values.reduce(1_024) { $0 + $1.count }) { w in
      w.string("type", type.rawValue)
      w.datetime("timestamp", milliseconds: timestamp)
      w.binary("sender", protect(named.encoded, key, &meter))
      w.binary("recipient", recipient?.encoded ?? [])
      if let sealed { w.binary("key", sealed) }
      for (field, value) in zip(fields, values) {
        switch recipient == nil ? field.form : .bytes {
        case .text: w.string(field.name, String(decoding: value, as: UTF8.self))
        case .bytes: w.binary(field.name, protect(value, key, &meter))
        }
      }
    }
    let digest = cryptography.hash(content, &meter)
    let signature = cryptography.sign(digest, with: sender, &meter)
    let bytes = BSONWriter.encode(reserving: content.count + signature.count + 64) { w in
      w.binary("header", signature)
      w.encoded("content", document: content)
    }
    meter.charge(.codecByte, bytes.count)
    return Transaction(bytes, contentDigest: digest)
  }

  private mutating func protect(_ plain: [UInt8], _ key: FieldKey?, _ meter: inout Meter) -> [UInt8] {
    guard let key else { return plain }
    return TransactionCipher.encrypt(plain, key, cryptography, &stream, &meter)
  }
}
