/// A configuration of a VNF (paper 3.5): the CRB's `configuration` transaction.
public struct Configuration: Hashable, Sendable {
  /// Configuration identifier (CID).
  public var cid: String
  /// Version identifier (VID), unique for a CID.
  public var vid: String
  public var description: String
  public var configuration: [UInt8]

  public init(cid: String, vid: String, description: String, configuration: [UInt8]) {
    self.cid = cid
    self.vid = vid
    self.description = description
    self.configuration = configuration
  }

  /// As a signed transaction: encrypted for the recipient, or public without one. `timestamp` in ms since 1970.
  public func transaction(
    to recipient: PublicKey?, at timestamp: Int64, with builder: inout TransactionBuilder, _ meter: inout Meter
  ) -> Transaction {
    let values = [Array(cid.utf8), Array(vid.utf8), Array(description.utf8), configuration]
    return builder.build(.configuration, values, to: recipient, at: timestamp, &meter)
  }

  /// Nil if the transaction is of another type, or a text is not UTF-8.
  public init?(_ opened: OpenedTransaction) {
    guard opened.type == .configuration else { return nil }
    guard let cid = String(validating: opened.values[0], as: UTF8.self) else { return nil }
    guard let vid = String(validating: opened.values[1], as: UTF8.self) else { return nil }
    guard let description = String(validating: opened.values[2], as: UTF8.self) else { return nil }
    self.init(cid: cid, vid: vid, description: description, configuration: opened.values[3])
  }
}
