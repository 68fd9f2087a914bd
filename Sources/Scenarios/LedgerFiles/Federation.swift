import Foundation
import Protocols
import Report

/// Who may propose and accept blocks of a ledger, and in which cryptography: what `federation.json` beside it says.
public struct Federation: Hashable {
  public enum System: String, CaseIterable, Sendable {
    /// The configuration-repository blockchain.
    case crb
    /// The service-management blockchain.
    case smb

    var transactionTypes: [TransactionType] {
      switch self {
      case .crb: [.configuration, .configurationRequest]
      case .smb: [.service, .response]
      }
    }
  }

  public var system: System
  public var suite: SignatureSuite
  public var mode: CryptoMode
  /// Public keys in the order of the members' numbers: SubjectPublicKeyInfo, DER.
  public var members: [[UInt8]]

  public init(system: System, suite: SignatureSuite, mode: CryptoMode, members: [[UInt8]]) {
    self.system = system
    self.suite = suite
    self.mode = mode
    self.members = members
  }

  /// The file's text: one JSON object.
  public var json: String {
    JSONWriter.text([
      "system": .string(system.rawValue),
      "suite": .string(suite.rawValue),
      "crypto": .string(mode.rawValue),
      "members": .array(members.map { .string(Data($0).base64EncodedString()) }),
    ])
  }
}

extension Federation {
  /// Reads and checks a federation file.
  public init(path: String) throws(LedgerFileError) {
    let object = try LedgerFile.json(path)
    guard let fields = object as? [String: Any] else { throw LedgerFileError(path, "is not a JSON object") }
    if let unknown = fields.keys.sorted().first(where: { !["system", "suite", "crypto", "members"].contains($0) }) {
      throw LedgerFileError(path, "\(unknown): unknown key")
    }
    system = try Self.choice(fields["system"], "system", System.allCases, path)
    suite = try Self.choice(fields["suite"], "suite", SignatureSuite.allCases, path)
    mode = try Self.choice(
      fields["crypto"] ?? CryptoMode.real.rawValue, "crypto", CryptoMode.allCases, path)
    guard let texts = fields["members"] as? [String] else {
      throw LedgerFileError(path, "members: a list of public keys in base64 is missing")
    }
    guard !texts.isEmpty else { throw LedgerFileError(path, "members: there is none") }
    members = []
    let cryptography = Cryptography(suite: suite, mode: mode, seed: 0)
    for (number, text) in texts.enumerated() {
      guard let key = Data(base64Encoded: text).map(Array.init) else {
        throw LedgerFileError(path, "members[\(number)]: is not base64")
      }
      guard cryptography.publicKey(encoded: key) != nil else {
        throw LedgerFileError(path, "members[\(number)]: is not a \(suite.rawValue) public key")
      }
      guard !members.contains(key) else { throw LedgerFileError(path, "members[\(number)]: stands twice") }
      members.append(key)
    }
  }

  private static func choice<Value: RawRepresentable<String>>(
    _ given: Any?, _ key: String, _ allowed: [Value], _ path: String
  ) throws(LedgerFileError) -> Value {
    let names = allowed.map { "'\($0.rawValue)'" }.joined(separator: " or ")
    guard let given else { throw LedgerFileError(path, "\(key): is missing; it is \(names)") }
    guard let text = given as? String, let value = Value(rawValue: text) else {
      throw LedgerFileError(path, "\(key): is \(given), not \(names)")
    }
    return value
  }
}
