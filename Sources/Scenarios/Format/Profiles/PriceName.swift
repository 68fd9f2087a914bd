import Protocols

/// Names of prices in a profile: `rsa-2048-pss.sign`, `hash-byte`.
enum PriceName {
  static func of(_ operation: Meter.Operation, suite: SignatureSuite) -> String {
    operation.isOfSuite ? "\(suite.rawValue).\(operation.name)" : operation.name
  }

  /// What a run with this suite may be charged.
  static func all(for suite: SignatureSuite) -> [String] {
    Meter.Operation.allCases.filter { suite.supportsSealing || !isSealing($0) }.map { of($0, suite: suite) }
  }

  private static func isSealing(_ operation: Meter.Operation) -> Bool {
    switch operation {
    case .seal, .open: true
    case .sign, .verify, .cipherByte, .hashByte, .codecByte, .message, .messageByte, .transaction, .index, .query: false
    }
  }
}
