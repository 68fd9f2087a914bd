import Foundation
import Testing

@testable import Protocols
@testable import Scenarios

@Suite("Unusable ledger files")
struct LedgerFileErrorTests {
  /// What the error says after the path.
  func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch let error as LedgerFileError {
      #expect(!error.description.contains("\n"))
      #expect(error.description.hasPrefix(error.path + ": error: "))
      return error.message
    } catch {
      return "another error: \(error)"
    }
  }

  @Test("a missing ledger, an empty one and a directory are one line each, to audit and export alike")
  func ledgers() throws {
    let kept = try KeptLedger(suite: .ed25519, mode: .modelled)
    for use: (String) throws -> Void in [
      { _ = try LedgerAudit.run(ledger: $0, federation: kept.federation) },
      { _ = try LedgerExport.run(ledger: $0, by: .block) { _ in } },
    ] {
      #expect(message { try use(kept.directory.path + "/none") } == "no such file")
      #expect(message { try use(kept.directory.path) } == "is a directory")
      try kept.write([])
      #expect(message { try use(kept.ledger) } == "is empty: a ledger has at least one block")
      try kept.write(kept.sample.file)
      #expect(message { try use(kept.ledger) } == nil)
    }
  }

  @Test("each thing that can be wrong with a federation file is told")
  func federations() throws {
    let kept = try KeptLedger(suite: .ed25519, mode: .modelled)
    let key = Data(kept.sample.trust.authority.encoded).base64EncodedString()
    func told(_ json: String) throws -> String? {
      try kept.write(json)
      return message { _ = try kept.audit() }
    }
    func file(_ trust: String, _ rest: String = #""suite": "ed25519", "crypto": "modelled""#) -> String {
      #"{"system": "crb", \#(rest), \#(trust)}"#
    }
    #expect(try told(file(#""federation": "sample", "list": 1, "authority": "\#(key)""#)) == nil)
    #expect(try told("") == "is not JSON")
    #expect(try told("[]") == "is not a JSON object")
    #expect(
      try told(#"{"system": "crb"}"#)
        == "suite: is missing; it is 'rsa-2048-pss', 'rsa-3072-pss', 'ed25519' or 'ecdsa-p256'")
    #expect(try told(#"{"system": "xyz"}"#) == "system: is xyz, not 'crb' or 'smb'")
    #expect(try told(#"{"sistem": "crb"}"#) == "sistem: unknown key")
    #expect(
      try told(file(#""list": 1"#, #""suite": "ed25519", "crypto": 3"#)) == "crypto: is 3, not 'real' or 'modelled'")
    #expect(try told(file(#""list": 1"#)) == "federation: a name is missing")
    #expect(try told(file(#""federation": "sample""#)) == "list: the number of the membership list is missing")
    let named = #""federation": "sample", "list": 1"#
    #expect(try told(file(named)) == "authority: a public key in base64 is missing")
    #expect(try told(file(named + #", "authority": "!""#)) == "authority: a public key in base64 is missing")
    #expect(try told(file(named + #", "authority": "AAAA""#)) == "authority: is not a ed25519 public key")
  }

  @Test("each thing that can be wrong with the membership list beside a ledger is told")
  func lists() throws {
    let kept = try KeptLedger(suite: .ed25519, mode: .modelled)
    let good = kept.sample.membershipFile
    func told(_ bytes: [UInt8]) throws -> String? {
      try kept.write(bytes, to: Federation.listName)
      return message { _ = try kept.audit() }
    }
    #expect(try told(good) == nil)
    #expect(try told([]) == MembershipDefect.missing.rawValue)
    #expect(try told(Array(good.dropLast())) == MembershipDefect.torn.rawValue)
    var rotten = good
    rotten[good.count / 2] ^= 4
    #expect(try told(rotten) == MembershipDefect.badSignature.rawValue)
    var list = MembershipList(
      federation: "sample", number: 2, memberKeys: kept.sample.membership.members.map(\.encoded))
    let authority = kept.sample.cryptography.keyPair(named: "authority")
    var meter = Meter()
    let later = SignedMembershipList(list, by: authority, kept.sample.cryptography, &meter)
    #expect(try told(later.bytes) == MembershipDefect.otherNumber.rawValue)
    list.federation = "another"
    let foreign = SignedMembershipList(list, by: authority, kept.sample.cryptography, &meter)
    #expect(try told(foreign.bytes) == MembershipDefect.otherFederation.rawValue)
    try FileManager.default.removeItem(atPath: kept.directory.path + "/" + Federation.listName)
    #expect(
      message { _ = try kept.audit() }
        == "no such file; the certified list of members belongs beside \(kept.federation)")
  }

  @Test("a federation file comes back as it was written")
  func roundTrip() throws {
    let kept = try KeptLedger(suite: .rsa2048PSS, mode: .modelled)
    let read = try Federation(path: kept.federation)
    #expect(read.json == (try String(contentsOfFile: kept.federation, encoding: .utf8)))
    #expect(read.trust == kept.sample.trust)
    #expect(try read.membership(beside: kept.federation).federation == kept.sample.membership.federation)
  }
}
