import Protocols

/// Names of prices in a profile: `rsa-2048-pss.sign`, `hash-byte`.
enum PriceName {
  static func of(_ operation: Meter.Operation, suite: SignatureSuite) -> String {
    operation.isOfSuite ? "\(suite.rawValue).\(operation.name)" : operation.name
  }

  /// What a run with this suite may be charged.
  static func all(for suite: SignatureSuite) -> [String] {
    Meter.Operation.allCases.filter { suite.supportsSealing || !isOfClients($0) }.map { of($0, suite: suite) }
  }

  /// Whether only those do it who send each other what nobody else may read.
  private static func isOfClients(_ operation: Meter.Operation) -> Bool {
    switch operation {
    case .seal, .open, .generateKey: true
    case .sign, .verify, .cipherByte, .hashByte, .codecByte, .message, .messageByte, .transaction, .index, .query,
      .packet, .packetByte, .associate, .authenticate:
      false
    }
  }
}
