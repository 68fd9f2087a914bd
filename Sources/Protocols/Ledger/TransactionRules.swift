import Vocabulary

/// What makes a transaction acceptable by itself (paper 3.3.1, 3.5). Duplicates are the index's to find.
public struct TransactionRules {
  /// The types that the system knows.
  public var types: [TransactionType]
  /// Of a whole transaction, encoded.
  public var maximumBytes: Int

  public init(types: [TransactionType], maximumBytes: Int) {
    self.types = types
    self.maximumBytes = maximumBytes
  }

  /// How far a client's transaction may be dated ahead of the clock of the module that takes it. Clocks are allowed to be wrong; whose
  /// configuration counts is decided by the recipient, by a bound of minutes.
  public static let clockTolerance = TimeSpan.seconds(2 * 86_400)

  /// What was found out about a transaction's cryptography, and what finding it out costs.
  struct Verdict {
    var reason: DropReason?
    var cost: Meter
  }

  /// Why the transaction is refused, or nil. In this order: size, form, type, keys, encryption or signature.
  ///
  /// Charges one transaction, the hash of its bytes (its id), and the verification of the signature where there is one
  /// to verify. Decoding is charged by who decodes the message. A transaction meets only one `cryptography`: the
  /// verdict of the first check stands.
  public func check(
    _ transaction: Transaction, _ cryptography: Cryptography, _ meter: inout Meter
  ) -> DropReason? {
    meter.charge(.transaction)
    guard transaction.bytes.count <= maximumBytes else { return .transactionTooLarge }
    meter.charge(.hashByte, transaction.bytes.count)
    guard let layout = transaction.layout else { return transaction.defect }
    guard types.contains(layout.type) else { return .wrongType }
    if let verdict = transaction.verdict, cryptography.remembersVerifications {
      meter.add(verdict.cost)
      return verdict.reason
    }
    var cost = Meter()
    let reason = Self.examine(transaction, layout, cryptography, &cost)
    transaction.verdict = Verdict(reason: reason, cost: cost)
    meter.add(cost)
    return reason
  }

  private static func examine(
    _ transaction: Transaction, _ layout: TransactionLayout, _ cryptography: Cryptography, _ meter: inout Meter
  ) -> DropReason? {
    let bytes = transaction.bytes
    guard layout.signature.count == cryptography.signatureLength else { return .badSignature }
    if layout.isEncrypted {
      guard cryptography.supportsSealing else { return .badKey }
      guard cryptography.publicKey(encoded: Array(bytes[layout.recipient])) != nil else { return .badKey }
      if let sealedKey = layout.sealedKey {
        guard sealedKey.count == cryptography.sealedKeyLength else { return .notEncrypted }
      }
      guard TransactionCipher.couldBe(layout.sender) else { return .notEncrypted }
      guard layout.fields.allSatisfy(TransactionCipher.couldBe) else { return .notEncrypted }
      return nil
    }
    guard !layout.type.needsRecipient else { return .badKey }
    guard let sender = cryptography.publicKey(encoded: Array(bytes[layout.sender])) else { return .badKey }
    meter.charge(.hashByte, layout.content.count)
    let digest = transaction.contentDigest
    guard cryptography.verify(bytes[layout.signature], of: digest, by: sender, &meter) else { return .badSignature }
    return nil
  }
}
