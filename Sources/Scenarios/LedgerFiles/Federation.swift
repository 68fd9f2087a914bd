import Foundation
import Protocols
import Report

/// What a checker of a ledger trusts: in which cryptography it is, and who certifies its members. The file
/// `federation.json` beside the ledger says it; the members are in the certified list beside that.
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
  public var trust: MembershipTrust
  /// What proves that a block was accepted.
  public var acceptance: Acceptance

  public init(
    system: System, suite: SignatureSuite, mode: CryptoMode, trust: MembershipTrust, acceptance: Acceptance = .quorum
  ) {
    self.system = system
    self.suite = suite
    self.mode = mode
    self.trust = trust
    self.acceptance = acceptance
  }

  /// The name of the file with the certified membership list.
  public static let listName = "membership"

  /// Where the federation file of a kept ledger is.
  public static func path(beside ledger: String) -> String { folder(of: ledger) + "federation.json" }

  private static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }

  /// The file's text: one JSON object.
  public var json: String {
    var fields: [(String, JSONValue)] = [
      ("system", .string(system.rawValue)), ("suite", .string(suite.rawValue)), ("crypto", .string(mode.rawValue)),
    ]
    if acceptance != .quorum { fields.append(("acceptance", .string(acceptance.rawValue))) }
    fields.append(("federation", .string(trust.federation)))
    fields.append(("list", .integer(trust.number)))
    fields.append(("authority", .string(Data(trust.authority.encoded).base64EncodedString())))
    return JSONWriter.text(.object(fields.map { JSONValue.Member($0.0, $0.1) }))
  }
}

extension Federation {
  /// Reads and checks a federation file.
  public init(path: String) throws(LedgerFileError) {
    let object = try LedgerFile.json(
      path, absent: "no such file; '--federation' names one that says who certifies the members")
    guard let fields = object as? [String: Any] else { throw LedgerFileError(path, "is not a JSON object") }
    let known = ["system", "suite", "crypto", "acceptance", "federation", "list", "authority"]
    if let unknown = fields.keys.sorted().first(where: { !known.contains($0) }) {
      throw LedgerFileError(path, "\(unknown): unknown key")
    }
    system = try Self.choice(fields["system"], "system", System.allCases, path)
    suite = try Self.choice(fields["suite"], "suite", SignatureSuite.allCases, path)
    mode = try Self.choice(
      fields["crypto"] ?? CryptoMode.real.rawValue, "crypto", CryptoMode.allCases, path)
    acceptance = try Self.choice(
      fields["acceptance"] ?? Acceptance.quorum.rawValue, "acceptance", Acceptance.allCases, path)
    guard let name = fields["federation"] as? String else {
      throw LedgerFileError(path, "federation: a name is missing")
    }
    guard let number = fields["list"] as? Int64 else {
      throw LedgerFileError(path, "list: the number of the membership list is missing")
    }
    guard let text = fields["authority"] as? String, let key = Data(base64Encoded: text).map(Array.init) else {
      throw LedgerFileError(path, "authority: a public key in base64 is missing")
    }
    let cryptography = Cryptography(suite: suite, mode: mode, seed: 0)
    guard let authority = cryptography.publicKey(encoded: key) else {
      throw LedgerFileError(path, "authority: is not a \(suite.rawValue) public key")
    }
    trust = MembershipTrust(authority: authority, federation: name, number: number)
  }

  /// The members that the list beside the federation file certifies.
  public func membership(beside path: String) throws(LedgerFileError) -> Membership {
    let file = Self.folder(of: path) + Self.listName
    let handle = try LedgerFile.open(file, absent: "no such file; the certified list of members belongs beside \(path)")
    guard let content = try? handle.readToEnd() ?? Data() else { throw LedgerFileError(file, "cannot be read") }
    let cryptography = Cryptography(suite: suite, mode: mode, seed: 0)
    var meter = Meter()
    do throws(MembershipDefect) {
      return try SignedMembershipList.verify(Array(content), by: trust, cryptography, &meter)
    } catch {
      throw LedgerFileError(file, error.rawValue)
    }
  }

  private static func choice<Value: RawRepresentable<String>>(
    _ given: Any?, _ key: String, _ allowed: [Value], _ path: String
  ) throws(LedgerFileError) -> Value {
    let names = Quantity.list(allowed.map { "'\($0.rawValue)'" })
    guard let given else { throw LedgerFileError(path, "\(key): is missing; it is \(names)") }
    guard let text = given as? String, let value = Value(rawValue: text) else {
      throw LedgerFileError(path, "\(key): is \(given), not \(names)")
    }
    return value
  }
}
