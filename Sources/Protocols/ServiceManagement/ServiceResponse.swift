/// What became of a service request (paper 3.5): the SMB's `response` transaction. One answers each service transaction.
public struct ServiceResponse: Hashable, Sendable {
  /// Header of the service transaction that is answered.
  public var service: [UInt8]
  public var result: [UInt8]
  /// What the management service complained about; empty if nothing.
  public var error: String

  public init(service: [UInt8], result: [UInt8], error: String) {
    self.service = service
    self.result = result
    self.error = error
  }

  /// As a signed transaction to the tenant, encrypted with the response key of its request. `timestamp` in ms since 1970.
  public func transaction(
    to recipient: PublicKey, with responseKey: FieldKey, at timestamp: Int64, by builder: inout TransactionBuilder,
    _ meter: inout Meter
  ) -> Transaction {
    let values = [service, result, Array(error.utf8)]
    return builder.build(.response, values, to: recipient, with: responseKey, at: timestamp, &meter)
  }

  /// Nil if the transaction is of another type, or the error is not UTF-8.
  public init?(_ opened: OpenedTransaction) {
    guard opened.type == .response else { return nil }
    guard let error = String(validating: opened.values[2], as: UTF8.self) else { return nil }
    self.init(service: opened.values[0], result: opened.values[1], error: error)
  }
}
