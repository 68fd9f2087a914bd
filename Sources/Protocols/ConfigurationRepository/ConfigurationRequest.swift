/// Asks a VNF for its configuration (paper 3.5): the CRB's `configuration-request` transaction.
public struct ConfigurationRequest: Hashable, Sendable {
  /// CID, VID and description that the answer is to carry.
  public var cid: String
  public var vid: String
  public var description: String
  /// Public key that the answer goes to: SubjectPublicKeyInfo, DER.
  public var nextRecipient: [UInt8]

  public init(cid: String, vid: String, description: String, nextRecipient: [UInt8]) {
    self.cid = cid
    self.vid = vid
    self.description = description
    self.nextRecipient = nextRecipient
  }

  /// As a signed transaction, encrypted for the VNF that is asked. `timestamp` in ms since 1970.
  public func transaction(
    to recipient: PublicKey, at timestamp: Int64, with builder: inout TransactionBuilder, _ meter: inout Meter
  ) -> Transaction {
    let values = [Array(cid.utf8), Array(vid.utf8), Array(description.utf8), nextRecipient]
    return builder.build(.configurationRequest, values, to: recipient, at: timestamp, &meter)
  }

  /// Nil if the transaction is of another type, or a text is not UTF-8.
  public init?(_ opened: OpenedTransaction) {
    guard opened.type == .configurationRequest else { return nil }
    guard let cid = String(validating: opened.values[0], as: UTF8.self) else { return nil }
    guard let vid = String(validating: opened.values[1], as: UTF8.self) else { return nil }
    guard let description = String(validating: opened.values[2], as: UTF8.self) else { return nil }
    self.init(cid: cid, vid: vid, description: description, nextRecipient: opened.values[3])
  }
}
