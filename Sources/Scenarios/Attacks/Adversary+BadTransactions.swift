import Protocols
import Vocabulary

/// Transactions that must not get far, over connections of the adversary's own.
extension Adversary {
  /// What is wrong with a transaction that the adversary hands in.
  enum Defect: CaseIterable {
    case noDocument, cutOff, tooLarge, otherChain, unknownType, missingField, unexpectedField, noRecipientKey
    case clearFields, clearSender, otherSealedKey, shortSignature, otherSignature, again, future
    case nobody, forNobody, sealedForAnother
  }

  func handInBad(_ entry: inout Entry) {
    let chain = chain(&entry)
    let defect = Defect.allCases[entry.turns % Defect.allCases.count]
    guard let transaction = bad(defect, chain, &entry) else { return }
    send(.submit([transaction]), to: module(of: chain, &entry), entry)
  }

  /// Nil where there is no such transaction.
  func bad(_ defect: Defect, _ chain: Int, _ entry: inout Entry) -> Transaction? {
    let good = order(of: chain, isInAnothersName: false, &entry)
    guard defect == .tooLarge else { return bytes(good, with: defect, chain, &entry).map { Transaction($0) } }
    // Nobody keeps it: the same one does each time, and making it takes long.
    let tooLarge = oversized[chain] ?? bytes(good, with: defect, chain, &entry).map { Transaction($0) }
    oversized[chain] = tooLarge
    return tooLarge
  }

  private func bytes(_ good: Transaction, with defect: Defect, _ chain: Int, _ entry: inout Entry) -> [UInt8]? {
    guard let layout = good.layout else { preconditionFailure("the adversary cannot build a transaction") }
    var fields = Fields(good, layout)
    switch defect {
    case .noDocument: return Self.document(of: entry.stream.bytes(300))
    case .cutOff: return Self.document(of: Array(good.bytes.dropLast(good.bytes.count / 2)))
    case .tooLarge: fields.fill(layout.type, with: [UInt8](repeating: 7, count: targets[chain].largestTransaction))
    case .otherChain:
      let other: TransactionType = targets[chain].types.contains(.service) ? .configuration : .service
      fields.type = other.rawValue
      fields.own = other.fields.map { ($0.name, layout.isEncrypted ? .bytes : $0.form, entry.stream.bytes(64)) }
    case .unknownType: fields.type = "payment"
    case .missingField: fields.own.removeLast()
    case .unexpectedField: fields.own.append(("surprise", .bytes, [1, 2, 3]))
    case .noRecipientKey: fields.recipient = entry.stream.bytes(crypto.publicKeyLength / 2)
    case .clearFields:
      guard layout.isEncrypted else { return nil }
      fields.own = fields.own.map { ($0.0, .bytes, Array("in clear".utf8)) }
    case .clearSender:
      guard layout.isEncrypted else { return nil }
      fields.sender = Array("me".utf8)
    case .otherSealedKey:
      guard layout.isEncrypted, layout.sealedKey != nil else { return nil }
      fields.key = entry.stream.bytes(16)
    case .shortSignature: fields.signature = Array(fields.signature.dropLast(8))
    case .otherSignature: fields.signature = entry.stream.bytes(crypto.signatureLength)
    case .again: return knowledge.transactions[chain].first?.transaction.bytes
    case .future: fields.timestamp += 10 * 365 * 86_400_000
    case .nobody: fields.sender = []
    case .forNobody:
      guard layout.isEncrypted else { return nil }
      fields.recipient = crypto.keyPair(named: "nobody").publicKey.encoded
    case .sealedForAnother:
      guard layout.isEncrypted, layout.sealedKey != nil else { return nil }
      fields.key = crypto.sealKey(for: pair.publicKey, &entry.stream, &spare).sealed
    }
    return fields.bytes(signedBy: defect == .shortSignature || defect == .otherSignature ? nil : pair, crypto, &spare)
  }

  /// With the length on top that a document has, so that the message around it can be decoded.
  private static func document(of bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes.count < 5 ? [5, 0, 0, 0, 0] : bytes
    withUnsafeBytes(of: Int32(bytes.count).littleEndian) { bytes.replaceSubrange(0..<4, with: $0) }
    bytes[bytes.count - 1] = 0
    return bytes
  }
}

/// A transaction taken apart, to be put together with something wrong in it.
private struct Fields {
  var signature: [UInt8]
  var type: String
  var timestamp: Int64
  var sender: [UInt8]
  var recipient: [UInt8]
  var key: [UInt8]?
  var own: [(BSONKey, TransactionType.Field.Form, [UInt8])]

  init(_ transaction: Transaction, _ layout: TransactionLayout) {
    let bytes = transaction.bytes
    signature = Array(bytes[layout.signature])
    type = layout.type.rawValue
    timestamp = layout.timestamp
    sender = Array(bytes[layout.sender])
    recipient = Array(bytes[layout.recipient])
    key = layout.sealedKey.map { Array(bytes[$0]) }
    own = zip(layout.type.fields, layout.fields).map { field, place in
      (field.name, layout.isEncrypted ? .bytes : field.form, Array(bytes[place]))
    }
  }

  /// Puts these bytes into the last field.
  mutating func fill(_ type: TransactionType, with value: [UInt8]) { own[own.count - 1].2 = value }

  /// Signed anew, unless the signature is what is wrong.
  func bytes(signedBy pair: KeyPair?, _ crypto: Cryptography, _ meter: inout Meter) -> [UInt8] {
    let content = BSONWriter.encode { w in
      w.string("type", type)
      w.datetime("timestamp", milliseconds: timestamp)
      w.binary("sender", sender)
      w.binary("recipient", recipient)
      if let key { w.binary("key", key) }
      for (name, form, value) in own {
        switch form {
        case .text: w.string(name, String(decoding: value, as: UTF8.self))
        case .bytes: w.binary(name, value)
        }
      }
    }
    let signature = pair.map { crypto.sign(crypto.hash(content, &meter), with: $0, &meter) } ?? self.signature
    return BSONWriter.encode { w in
      w.binary("header", signature)
      w.encoded("content", document: content)
    }
  }
}
