/// Asks a management service for an action (paper 3.5): the SMB's `service` transaction.
public struct ServiceRequest: Hashable, Sendable {
  /// Command, parameters and credential, as the management service understands them: see `ManagementOperation`.
  public var request: [UInt8]
  /// What the response is to be encrypted with. For one response only.
  public var responseKey: FieldKey

  public init(request: [UInt8], responseKey: FieldKey) {
    self.request = request
    self.responseKey = responseKey
  }

  /// As a signed transaction, encrypted for the service client that is asked. `timestamp` in ms since 1970.
  public func transaction(
    to recipient: PublicKey, at timestamp: Int64, with builder: inout TransactionBuilder, _ meter: inout Meter
  ) -> Transaction {
    builder.build(.service, [request, responseKey.bytes], to: recipient, at: timestamp, &meter)
  }

  /// Nil if the transaction is of another type, or its response key is none.
  public init?(_ opened: OpenedTransaction) {
    guard opened.type == .service else { return nil }
    guard let key = FieldKey(bytes: opened.values[1]) else { return nil }
    self.init(request: opened.values[0], responseKey: key)
  }
}
