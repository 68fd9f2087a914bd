import Foundation
import Protocols
import TestSupport
import Vocabulary

@testable import Scenarios

/// A ledger of transactions that a test makes, with a tenant, a VNF, a group, a service client and a stranger.
final class HistoryFixture {
  let folder: TemporaryDirectory
  let system: Federation.System
  var sample: SampleLedger
  let tenant, vnf, group, service, stranger: KeyPair
  private var meter = Meter()
  private var builds: UInt64 = 0

  init(_ system: Federation.System, mode: CryptoMode = .modelled) throws {
    folder = try TemporaryDirectory()
    self.system = system
    sample = SampleLedger(suite: .rsa2048PSS, mode: mode)
    let crypto = sample.cryptography
    (tenant, vnf, group) = (crypto.keyPair(named: "t"), crypto.keyPair(named: "v"), crypto.keyPair(named: "g"))
    (service, stranger) = (crypto.keyPair(named: "s"), crypto.keyPair(named: "x"))
  }

  private func builder(_ sender: KeyPair) -> TransactionBuilder {
    builds += 1
    return TransactionBuilder(cryptography: sample.cryptography, sender: sender, stream: RandomStream(seed: builds))
  }

  func configuration(
    from sender: KeyPair, to recipient: KeyPair?, _ cid: String, _ content: [UInt8], description: String = ""
  ) -> Transaction {
    var builder = builder(sender)
    return Configuration(cid: cid, vid: "1", description: description, configuration: content)
      .transaction(to: recipient?.publicKey, at: 1_000, with: &builder, &meter)
  }

  func request(from sender: KeyPair, to recipient: KeyPair, next: KeyPair) -> Transaction {
    var builder = builder(sender)
    return ConfigurationRequest(cid: "c", vid: "2", description: "", nextRecipient: next.publicKey.encoded)
      .transaction(to: recipient.publicKey, at: 2_000, with: &builder, &meter)
  }

  func service(from sender: KeyPair, _ request: [UInt8], responseKey: FieldKey) -> Transaction {
    var builder = builder(sender)
    return ServiceRequest(request: request, responseKey: responseKey)
      .transaction(to: service.publicKey, at: 3_000, with: &builder, &meter)
  }

  func response(
    to request: Transaction, of recipient: KeyPair, _ result: String, error: String = "", with key: FieldKey,
    by sender: KeyPair? = nil
  ) -> Transaction {
    var builder = builder(sender ?? service)
    let header = Array(request.bytes[request.layout!.signature])
    return ServiceResponse(service: header, result: Array(result.utf8), error: error)
      .transaction(to: recipient.publicKey, with: key, at: 4_000, by: &builder, &meter)
  }

  func key(_ number: UInt8) -> FieldKey { FieldKey(bytes: [UInt8](repeating: number, count: FieldKey.byteCount))! }

  /// The key of a transaction's fields.
  func fieldKey(of transaction: Transaction, for recipient: KeyPair) -> FieldKey? {
    sample.cryptography.openKey(transaction.bytes[transaction.layout!.sealedKey!], with: recipient, &meter)
  }

  /// A key file of pairs, contacts and requests.
  func keys(
    _ pairs: [(String, KeyPair)], contacts: [(String, KeyPair)] = [], requests: [KeyFile.Request] = []
  ) -> KeyFile {
    let section = KeyFile.Section(
      name: "ledger", federation: sample.membership.federation, pairs: pairs.map { KeyFile.Pair($0.0, $0.1) },
      contacts: contacts.map { KeyFile.Contact($0.0, publicKey: $0.1.publicKey.encoded) }, requests: requests)
    return KeyFile(holder: "holder", suite: .rsa2048PSS, mode: sample.cryptography.mode, ledgers: [section])
  }

  var ledger: String { folder.path("ledger") }

  /// Writes the ledger, changed as told, and audits it.
  func audit(with files: [KeyFile] = [], changing: (inout [UInt8]) -> Void = { _ in }) throws -> AuditReport {
    var bytes = sample.file
    changing(&bytes)
    try Data(bytes).write(to: URL(fileURLWithPath: ledger))
    try Data(sample.membershipFile).write(to: URL(fileURLWithPath: folder.path(Federation.listName)))
    let federation = Federation(
      system: system, suite: .rsa2048PSS, mode: sample.cryptography.mode, trust: sample.trust)
    try folder.write(federation.json, to: "federation.json")
    var paths: [String] = []
    for (number, file) in files.enumerated() {
      paths.append(folder.path("keys-\(number).json"))
      try file.write(to: paths[number])
    }
    return try LedgerAudit.run(ledger: ledger, federation: folder.path("federation.json"), keys: paths)
  }

  /// Places and parties of a history, as words.
  static func words(_ report: AuditReport) -> [String] {
    (report.history ?? []).map { entry in
      let sender = entry.sender.map { $0.name ?? "unnamed" } ?? "?"
      let recipient = entry.recipient.map { $0.name ?? "unnamed" } ?? "everybody"
      return "\(entry.height).\(entry.position) \(sender) > \(recipient): \(words(entry.content))"
    }
  }

  private static func words(_ content: HistoryEntry.Content) -> String {
    switch content {
    case .configuration(let configuration, nil): "configuration \(configuration.cid)"
    case .configuration(let configuration, let told?):
      "instructions \(configuration.cid)" + (told.keyPair.map { " key pair of \($0.name ?? "unnamed")" } ?? "")
    case .request(_, let next): "request for \(next.name ?? "unnamed")"
    case .service(_, nil, _): "no operation"
    case .service(_, let operation?, _): "\(operation.action)"
    case .response(let response, let answered):
      "\(String(decoding: response.result, as: UTF8.self))\(response.error) answers "
        + (answered.map { "\($0.height).\($0.position) after \($0.earlier)" } ?? "nothing")
    case .unreadable(let reason): reason.rawValue
    }
  }
}
