/// Where the fields of a transaction stand in its bytes.
///
/// A transaction is `{header, content}`: the sender's signature on the SHA-256 of the content's bytes, and the content
/// `{type, timestamp, sender, recipient, [key,] fields of the type...}`. With a recipient, `key` is an AES key sealed
/// for it, and the sender and the fields of the type are encrypted with that key; in a response there is no `key`, as
/// the recipient chose it. Without a recipient, `recipient` is empty.
public struct TransactionLayout {
  public var signature: Range<Int>
  /// The content document: what the signature signs.
  public var content: Range<Int>
  public var type: TransactionType
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public var timestamp: Int64
  public var sender: Range<Int>
  /// Empty in a public transaction.
  public var recipient: Range<Int>
  /// Nil in a public transaction, and in a response.
  public var sealedKey: Range<Int>?
  /// Places of `type.fields`, in their order.
  public var fields: [Range<Int>]

  public var isEncrypted: Bool { !recipient.isEmpty }

  static func decode(_ bytes: [UInt8]) throws(BSONError) -> TransactionLayout {
    var signature = 0..<0
    let content = try BSONReader.decode(bytes) { r throws(BSONError) in
      signature = try r.binaryRange("header")
      return try r.documentRange("content")
    }
    return try BSONReader.decode(bytes, in: content) { r throws(BSONError) in
      let typePlace = try r.stringRange("type")
      let name = String(decoding: bytes[typePlace], as: UTF8.self)
      guard let type = TransactionType(rawValue: name) else {
        throw BSONError(.badValue, at: typePlace.lowerBound)
      }
      let timestamp = try r.datetime("timestamp")
      let sender = try r.binaryRange("sender")
      let recipient = try r.binaryRange("recipient")
      let sealedKey = recipient.isEmpty || !type.carriesKey ? nil : try r.binaryRange("key")
      var fields: [Range<Int>] = []
      fields.reserveCapacity(4)
      for field in type.fields {
        switch recipient.isEmpty ? field.form : .bytes {
        case .text: fields.append(try r.stringRange(field.name))
        case .bytes: fields.append(try r.binaryRange(field.name))
        }
      }
      return TransactionLayout(
        signature: signature, content: content, type: type, timestamp: timestamp, sender: sender,
        recipient: recipient, sealedKey: sealedKey, fields: fields)
    }
  }
}
