import Protocols

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
        case .block: try write(line(record))
        case .transaction: for line in lines(record) { try write(line) }
        }
      case .damage(let damage):
        let place = "at byte \(damage.offset): \(damage.reason.rawValue)"
        throw LedgerFileError(path, "\(place); the \(blocks) blocks before it are exported")
      }
    }
  }

  private static func line(_ record: LedgerRecord) -> String {
    let (header, content) = (record.block.header, record.block.content)
    return JSONLine.object { line in
      line.number("height", record.height)
      line.number("offset", record.offset)
      line.number("bytes", Int64(record.size))
      line.number("timestamp", content.timestamp)
      line.string("contentHash", "\(content.contentHash)")
      line.base64("identifier", header.identifier)
      line.base64("previous", content.previous)
      line.base64("signer", content.signer)
      line.list(
        "proof",
        header.proof.map { entry in
          JSONLine.object { line in
            line.base64("participant", entry.participant)
            line.base64("signature", entry.signature)
            line.bool("accepted", entry.decision.accepted)
            line.number("view", entry.decision.view)
          }
        })
      line.list(
        "transactions", content.transactions.map { transaction in JSONLine.object { write(transaction, to: &$0) } })
    }
  }

  private static func lines(_ record: LedgerRecord) -> [String] {
    record.block.content.transactions.enumerated().map { position, transaction in
      JSONLine.object { line in
        line.number("height", record.height)
        line.number("position", Int64(position))
        write(transaction, to: &line)
      }
    }
  }

  private static func write(_ transaction: Transaction, to line: inout JSONLine) {
    line.string("id", "\(transaction.id)")
    guard let layout = transaction.layout else {
      line.base64("malformed", transaction.bytes)
      return
    }
    let bytes = transaction.bytes
    line.string("type", layout.type.rawValue)
    line.number("timestamp", layout.timestamp)
    line.bool("encrypted", layout.isEncrypted)
    line.base64("signature", bytes[layout.signature])
    line.base64("sender", bytes[layout.sender])
    line.base64("recipient", bytes[layout.recipient])
    if let key = layout.sealedKey { line.base64("key", bytes[key]) }
    for (field, place) in zip(layout.type.fields, layout.fields) {
      switch layout.isEncrypted ? .bytes : field.form {
      case .text: line.string(field.name.description, String(decoding: bytes[place], as: UTF8.self))
      case .bytes: line.base64(field.name.description, bytes[place])
      }
    }
  }
}
