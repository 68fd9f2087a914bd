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
    let keys = kept.sample.membership.members.map { Data($0.encoded).base64EncodedString() }
    func told(_ json: String) throws -> String? {
      try kept.write(json)
      return message { _ = try kept.audit() }
    }
    func file(_ members: String, _ rest: String = #""suite": "ed25519", "crypto": "modelled""#) -> String {
      #"{"system": "crb", \#(rest), "members": \#(members)}"#
    }
    #expect(try told(file("[\"\(keys[0])\"]")) == nil)
    #expect(try told("") == "is not JSON")
    #expect(try told("[]") == "is not a JSON object")
    #expect(try told(#"{"system": "crb"}"#) == "suite: is missing; it is 'rsa-2048-pss' or 'ed25519'")
    #expect(try told(#"{"system": "xyz"}"#) == "system: is xyz, not 'crb'")
    #expect(try told(#"{"sistem": "crb"}"#) == "sistem: unknown key")
    #expect(
      try told(file("[]", #""suite": "ed25519", "crypto": 3"#)) == "crypto: is 3, not 'real' or 'modelled'")
    #expect(try told(file("[]")) == "members: there is none")
    #expect(try told(file("3")) == "members: a list of public keys in base64 is missing")
    #expect(try told(file(#"["!"]"#)) == "members[0]: is not base64")
    #expect(try told(file(#"["AAAA"]"#)) == "members[0]: is not a ed25519 public key")
    #expect(try told(file("[\"\(keys[0])\", \"\(keys[1])\", \"\(keys[0])\"]")) == "members[2]: stands twice")
  }

  @Test("a federation file comes back as it was written")
  func roundTrip() throws {
    let kept = try KeptLedger(suite: .rsa2048PSS, mode: .modelled)
    let read = try Federation(path: kept.federation)
    #expect(read.json == (try String(contentsOfFile: kept.federation, encoding: .utf8)))
    #expect(read.members == kept.sample.membership.members.map(\.encoded))
  }
}
