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

  /// Hands the lines, without line ends, to `write` in the order of the ledger; gives the number of blocks. Checks no
  /// signature. At damage it throws, after the blocks before it.
  public static func run<Failure: Error>(
    ledger path: String, by unit: Unit, write: (String) throws(Failure) -> Void
  ) throws -> Int {
    var scanner = try LedgerFile(path: path).scanner()
    var blocks = 0
    while true {
      switch scanner.next() {
      case .end:
        return blocks
      case .record(let record):
        blocks += 1
        switch unit {
        case .block: try write(JSONWriter.line(json(record)))
        case .transaction: for line in lines(record) { try write(line) }
        }
      case .damage(let damage):
        let place = "at byte \(damage.offset): \(damage.reason.rawValue)"
        throw LedgerFileError(path, "\(place); the \(blocks) blocks before it are exported")
      }
    }
  }

  private static func json(_ record: LedgerRecord) -> JSONValue {
    let (header, content) = (record.block.header, record.block.content)
    return [
      "height": .integer(record.height),
      "offset": .integer(record.offset),
      "bytes": JSONValue(record.size),
      "timestamp": .integer(content.timestamp),
      "contentHash": .string(content.contentHash.description),
      "identifier": base64(header.identifier),
      "previous": base64(content.previous),
      "signer": base64(content.signer),
      "proof": .array(header.proof.map(json)),
      "transactions": .array(content.transactions.map { .object(members($0)) }),
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

  private static func lines(_ record: LedgerRecord) -> [String] {
    record.block.content.transactions.enumerated().map { position, transaction in
      let place: [JSONValue.Member] = [
        .init("height", .integer(record.height)), .init("position", JSONValue(position)),
      ]
      return JSONWriter.line(.object(place + members(transaction)))
    }
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
