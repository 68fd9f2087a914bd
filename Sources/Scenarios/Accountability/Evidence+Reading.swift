import Foundation
import Protocols

extension Evidence {
  /// Whether the file looks like evidence rather than a ledger.
  public static func isEvidence(path: String) -> Bool {
    guard let handle = try? LedgerFile.open(path) else { return false }
    return (try? handle.read(upToCount: 1)).flatMap { $0.first } == UInt8(ascii: "{")
  }

  /// Reads an evidence file; says what is wrong with its form. Nothing is verified here.
  public init(path: String) throws(LedgerFileError) {
    let object = try LedgerFile.json(path)
    let fields = JSONFields(path: path, place: "", try JSONFields.object(object, path, "the file"))
    try fields.allow(["format", "suite", "crypto", "federation", "members", "accusations"])
    let format = try fields.text("format")
    guard format == Evidence.format else {
      throw LedgerFileError(path, "format: is '\(format)', not '\(Evidence.format)'")
    }
    suite = try fields.choice("suite")
    mode = try fields.choice("crypto")
    guard let digest = Digest(bytes: try fields.bytes("federation")) else {
      throw LedgerFileError(path, "federation: is not 32 bytes")
    }
    federation = FederationID(digest)
    members = try fields.list("members").enumerated().map { number, item throws(LedgerFileError) in
      try JSONFields.bytes(item, path, "members[\(number)]")
    }
    accusations = try fields.list("accusations").enumerated().map { number, item throws(LedgerFileError) in
      let place = "accusations[\(number)]"
      return try Evidence.accusation(
        JSONFields(path: path, place: place + ".", try JSONFields.object(item, path, place)))
    }
  }

  private static func accusation(_ fields: JSONFields) throws(LedgerFileError) -> Accusation {
    try fields.allow(["culprit", "contradiction", "statements"])
    let statements = try fields.list("statements")
    guard statements.count == 2 else {
      throw LedgerFileError(fields.path, "\(fields.place)statements: there are \(statements.count), not 2")
    }
    var pair: [SignedStatement] = []
    for (number, item) in statements.enumerated() {
      let place = "\(fields.place)statements[\(number)]"
      let parts = JSONFields(
        path: fields.path, place: place + ".", try JSONFields.object(item, fields.path, place))
      try parts.allow(["signed", "signature"])
      pair.append(SignedStatement(signed: try parts.bytes("signed"), signature: try parts.bytes("signature")))
    }
    return Accusation(
      culprit: try fields.number("culprit"), contradiction: try fields.choice("contradiction"), first: pair[0],
      second: pair[1])
  }
}
