import Foundation
import Protocols
import TestSupport
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Key files")
struct KeyFileTests {
  private let folder: TemporaryDirectory
  private let kept: KeptLedger

  init() throws {
    folder = try TemporaryDirectory()
    kept = try KeptLedger(suite: .rsa2048PSS, mode: .modelled)
  }

  private var file: KeyFile {
    let crypto = kept.sample.cryptography
    return KeyFile(
      holder: "tenant 0", suite: .rsa2048PSS, mode: .modelled,
      ledgers: [
        KeyFile.Section(
          name: "crb", federation: kept.sample.membership.federation,
          pairs: [KeyFile.Pair("tenant 0", crypto.keyPair(named: "tenant/0"))],
          contacts: [KeyFile.Contact("vnf 0", publicKey: crypto.keyPair(named: "vnf/0").publicKey.encoded)],
          requests: [
            KeyFile.Request(
              transaction: SHA256Hasher.digest([1]), key: nil,
              responseKey: FieldKey(bytes: [UInt8](repeating: 9, count: 32))!),
            KeyFile.Request(
              transaction: SHA256Hasher.digest([2]), key: FieldKey(bytes: [UInt8](repeating: 7, count: 32))!,
              responseKey: FieldKey(bytes: [UInt8](repeating: 8, count: 32))!),
          ])
      ])
  }

  private func path(_ name: String) -> String { folder.url.appendingPathComponent(name).path }

  /// What reading a file, and auditing with it, is refused for; nil if it is not.
  private func refusal(_ text: String) throws -> String? {
    try folder.write(text, to: "keys.json")
    do throws(LedgerFileError) {
      _ = try LedgerAudit.run(ledger: kept.ledger, federation: kept.federation, keys: [path("keys.json")])
      return nil
    } catch {
      #expect(error.path == path("keys.json"))
      #expect(!error.description.contains("\n"))
      return error.message
    }
  }

  @Test("a key file comes back as it was written, and nobody else may read it")
  func roundTrip() throws {
    try file.write(to: path("keys.json"))
    #expect(try KeyFile(path: path("keys.json")) == file)
    let attributes = try FileManager.default.attributesOfItem(atPath: path("keys.json"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try refusal(file.json) == nil)
  }

  @Test("each thing that can be wrong with a key file is told")
  func damaged() throws {
    let good = file.json
    #expect(try refusal("") == "is not JSON")
    #expect(try refusal("[1]") == "the file is not a JSON object")
    #expect(try refusal(String(good.dropLast(3))) == "is not JSON, or is cut off: it does not end with '}'")
    #expect(try refusal(good + "}") == "is not JSON")
    func told(_ old: String, _ new: String) throws -> String? {
      #expect(good.contains(old))
      return try refusal(good.replacingOccurrences(of: old, with: new))
    }
    #expect(try told(#""holder""#, #""older""#) == "older: unknown key")
    #expect(try told(#""holder": "tenant 0""#, #""holder": 7"#) == "holder: is not a string")
    let suites = SignatureSuite.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
    #expect(try told("rsa-2048-pss", "rsa-512") == "suite: is 'rsa-512', not \(suites)")
    #expect(try told("modelled", "unreal") == "crypto: is 'unreal', not 'real' or 'modelled'")
    #expect(try told(#""pairs""#, #""pears""#) == "ledgers[0].pears: unknown key")
    #expect(try told(#""name": "vnf 0","#, "") == "ledgers[0].contacts[0].name: is missing")
    #expect(try told(#""key": null"#, #""key": "AAAA""#) == "ledgers[0].requests[0].key: is not 32 bytes in base64")
    let federation = kept.sample.membership.federation.description
    #expect(try told(federation, "00") == "ledgers[0].federation: is not 64 hexadecimal digits")
    #expect(try told(federation, federation.dropLast() + "g") == "ledgers[0].federation: is not 64 hexadecimal digits")
    #expect(
      try refusal(#"{"secret": "", "holder": "", "suite": "ed25519", "crypto": "real"}"#)
        == "ledgers: is missing")
    let key = Data(file.ledgers[0].contacts[0].publicKey).base64EncodedString()
    #expect(try told(key, "!") == "ledgers[0].contacts[0].public: is not base64")
    #expect(try told(key, "AAAA") == "crb: vnf 0: is not a rsa-2048-pss public key")
  }

  @Test("keys that are not the ledger's are refused: of another federation, of another suite, pairs that are none")
  func foreign() throws {
    var other = file
    other.ledgers[0].federation = FederationID(SHA256Hasher.digest([3]))
    other.ledgers[0].name = "smb-0"
    #expect(try refusal(other.json) == "has no keys for this ledger's federation, only for smb-0")
    other.ledgers = []
    #expect(try refusal(other.json) == "has no keys for this ledger's federation, only for none")
    other = file
    other.mode = .real
    #expect(
      try refusal(other.json) == "has rsa-2048-pss keys, real; the ledger's are rsa-2048-pss, modelled")
    other = file
    other.ledgers[0].pairs[0].secret = SHA256Hasher.digest([4])
    #expect(try refusal(other.json) == "crb: tenant 0: the public key and the secret do not belong together")
  }

  @Test("no bytes in place of a key file end in anything but one line")
  func anyBytes() throws {
    var stream = RandomStream(seed: 5)
    let good = Array(file.json.utf8)
    for _ in 0..<300 {
      var bytes = good
      for _ in 0...stream.below(3) { bytes[Int(stream.below(UInt64(bytes.count)))] = UInt8(stream.below(256)) }
      try Data(bytes).write(to: URL(fileURLWithPath: path("keys.json")))
      do throws(LedgerFileError) {
        _ = try LedgerAudit.run(ledger: kept.ledger, federation: kept.federation, keys: [path("keys.json")])
      } catch {
        #expect(!error.description.contains("\n"))
      }
    }
  }
}
