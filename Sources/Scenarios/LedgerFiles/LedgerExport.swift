import Foundation
import Protocols
import Report

/// Writes a kept ledger as JSON lines: docs/formats/ledger.md, "Export".
public struct LedgerExport {
  /// What one line holds.
  public enum Unit: String, CaseIterable, Sendable {
    case block
    case transaction
  }

  /// What an export went through.
  public struct Summary {
    public var blocks = 0
    /// Transactions that the keys opened; nil without keys.
    public var opened: Int?
  }

  /// Nil without keys.
  private var keyring: Keyring?
  private var summary = Summary()

  /// Hands the lines, without line ends, to `write` in the order of the ledger. What the key files at `keys` open is written
  /// in plain too: they must be for the federation that the file at `federation`, or beside the ledger, tells. Checks no proof.
  /// At damage it throws, after the blocks before it.
  public static func run<Failure: Error>(
    ledger path: String, by unit: Unit, federation: String? = nil, keys: [String] = [],
    write: (String) throws(Failure) -> Void
  ) throws -> Summary {
    var scanner = try LedgerFile(path: path).scanner()
    var export = LedgerExport(keyring: try keyring(keys, federation ?? Federation.path(beside: path)))
    if export.keyring != nil { export.summary.opened = 0 }
    while true {
      switch scanner.next() {
      case .end:
        return export.summary
      case .record(let record):
        export.summary.blocks += 1
        switch unit {
        case .block: try write(JSONWriter.line(export.json(record)))
        case .transaction: for line in export.lines(record) { try write(line) }
        }
      case .damage(let damage):
        let place = "at byte \(damage.offset): \(damage.reason.rawValue)"
        throw LedgerFileError(path, "\(place); the \(export.summary.blocks) blocks before it are exported")
      }
    }
  }

  private static func keyring(_ paths: [String], _ federation: String) throws(LedgerFileError) -> Keyring? {
    guard !paths.isEmpty else { return nil }
    let trusted = try Federation(path: federation)
    return try Keyring(
      paths, for: try trusted.membership(beside: federation).federation,
      Cryptography(suite: trusted.suite, mode: trusted.mode, seed: 0, remembersVerifications: false))
  }

  private mutating func json(_ record: LedgerRecord) -> JSONValue {
    let (header, content) = (record.block.header, record.block.content)
    let transactions = content.transactions.enumerated().map { position, transaction in
      JSONValue.object(members(transaction, height: record.height, position: position))
    }
    return [
      "height": .integer(record.height),
      "offset": .integer(record.offset),
      "bytes": JSONValue(record.size),
      "timestamp": .integer(content.timestamp),
      "contentHash": .string(content.contentHash.description),
      "identifier": Self.base64(header.identifier),
      "previous": Self.base64(content.previous),
      "signer": Self.base64(content.signer),
      "proof": .array(header.proof.map(Self.json)),
      "transactions": .array(transactions),
    ]
  }

  private static func json(_ entry: Endorsement) -> JSONValue {
    [
      "participant": base64(entry.participant),
      "signature": base64(entry.signature),
      "accepted": .boolean(entry.decision.accepted),
      "view": .integer(entry.decision.view),
    ]
  }

  private mutating func lines(_ record: LedgerRecord) -> [String] {
    record.block.content.transactions.enumerated().map { position, transaction in
      let place: [JSONValue.Member] = [
        .init("height", .integer(record.height)), .init("position", JSONValue(position)),
      ]
      return JSONWriter.line(
        .object(place + members(transaction, height: record.height, position: position)))
    }
  }

  private mutating func members(_ transaction: Transaction, height: Int64, position: Int) -> [JSONValue.Member] {
    let reading = keyring?.read(transaction, height: height, position: position)
    if reading?.opened != nil { summary.opened? += 1 }
    let plain = reading.map { JSONValue.Member("opened", Self.json($0, transaction)) }
    return Self.members(transaction) + (plain.map { [$0] } ?? [])
  }

  /// What the keys show: the sender and the plain fields, or why not.
  private static func json(_ reading: Keyring.Reading, _ transaction: Transaction) -> JSONValue {
    guard let opened = reading.opened else {
      guard case .unreadable(let reason) = reading.content else { return .null }
      return ["unreadable": .string(reason.rawValue)]
    }
    let sender = JSONValue.Member("sender", base64(opened.sender.encoded))
    let fields = zip(opened.type.fields, opened.values).map { field, value in
      JSONValue.Member(
        field.name.description,
        field.form == .text ? .string(String(decoding: value, as: UTF8.self)) : base64(value))
    }
    return .object([sender] + fields)
  }

  private static func members(_ transaction: Transaction) -> [JSONValue.Member] {
    let bytes = transaction.bytes
    var members: [JSONValue.Member] = [.init("id", .string(transaction.id.description))]
    guard let layout = transaction.layout else {
      members.append(.init("malformed", base64(bytes)))
      return members
    }
    members += [
      .init("type", .string(layout.type.rawValue)),
      .init("timestamp", .integer(layout.timestamp)),
      .init("encrypted", .boolean(layout.isEncrypted)),
      .init("signature", base64(bytes[layout.signature])),
      .init("sender", base64(bytes[layout.sender])),
      .init("recipient", base64(bytes[layout.recipient])),
    ]
    if let key = layout.sealedKey { members.append(.init("key", base64(bytes[key]))) }
    for (field, place) in zip(layout.type.fields, layout.fields) {
      let value: JSONValue =
        switch layout.isEncrypted ? .bytes : field.form {
        case .text: .string(String(decoding: bytes[place], as: UTF8.self))
        case .bytes: base64(bytes[place])
        }
      members.append(.init(field.name.description, value))
    }
    return members
  }

  private static func base64(_ bytes: some Collection<UInt8>) -> JSONValue {
    .string(Data(bytes).base64EncodedString())
  }
}
