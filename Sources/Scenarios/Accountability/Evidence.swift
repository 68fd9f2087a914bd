import Foundation
import Protocols
import Report

/// Accusations with all that it takes to check them: docs/formats/evidence.md.
public struct Evidence: Hashable {
  public var suite: SignatureSuite
  public var mode: CryptoMode
  /// Whose statements these are.
  public var federation: FederationID
  /// Public keys in the order of the members' numbers: SubjectPublicKeyInfo, DER.
  public var members: [[UInt8]]
  public var accusations: [Accusation]

  public init(
    suite: SignatureSuite, mode: CryptoMode, federation: FederationID, members: [[UInt8]], accusations: [Accusation]
  ) {
    self.suite = suite
    self.mode = mode
    self.federation = federation
    self.members = members
    self.accusations = accusations
  }

  static let format = "chainbed evidence 1"

  /// The file's text: one JSON object.
  public var json: String {
    JSONWriter.text([
      "format": .string(Self.format),
      "suite": .string(suite.rawValue),
      "crypto": .string(mode.rawValue),
      "federation": Self.base64(federation.digest.bytes),
      "members": .array(members.map(Self.base64)),
      "accusations": .array(
        accusations.map { accusation in
          [
            "culprit": JSONValue(accusation.culprit),
            "contradiction": .string(accusation.contradiction.rawValue),
            "statements": .array([accusation.first, accusation.second].map(Self.json)),
          ]
        }),
    ])
  }

  private static func json(_ statement: SignedStatement) -> JSONValue {
    ["signed": base64(statement.signed), "signature": base64(statement.signature)]
  }

  private static func base64(_ bytes: [UInt8]) -> JSONValue { .string(Data(bytes).base64EncodedString()) }
}
