import Foundation
import Protocols
import Report
import Scenarios

/// What an audit of a ledger prints for programs: docs/formats/keys.md.
enum AuditJSON {
  static func value(_ report: AuditReport, ledger: String) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("ledger", JSONValue(ledger)), .init("system", JSONValue(report.system.rawValue)),
      .init("crypto", JSONValue(report.mode.rawValue)),
      .init("blocks", JSONValue(report.blocks)), .init("transactions", JSONValue(report.transactions)),
      .init("bytes", JSONValue(report.bytes)), .init("findings", .array(report.findings.map(finding))),
      .init("public", view(report.view)),
    ]
    if let history = report.history { members.append(.init("history", .array(history.map(entry)))) }
    return .object(members)
  }

  private static func finding(_ finding: AuditFinding) -> JSONValue {
    [
      "height": JSONValue(finding.height), "offset": JSONValue(finding.offset), "problem": JSONValue(finding.problem),
    ]
  }

  private static func view(_ view: PublicView) -> JSONValue {
    [
      "first": view.times.map { JSONValue($0.lowerBound) } ?? .null,
      "last": view.times.map { JSONValue($0.upperBound) } ?? .null,
      "types": .array(
        view.kinds.map {
          [
            "type": JSONValue($0.type.rawValue), "encrypted": JSONValue($0.isEncrypted), "count": JSONValue($0.count),
            "bytes": JSONValue($0.bytes), "smallest": JSONValue($0.smallest), "largest": JSONValue($0.largest),
          ]
        }),
      "keys": .array(
        view.pseudonyms.map {
          [
            "key": JSONValue($0.key.description), "received": JSONValue($0.received), "sent": JSONValue($0.sent),
            "betrayed": JSONValue($0.betrayed), "first": JSONValue($0.first), "last": JSONValue($0.last),
          ]
        }),
      "searchedFields": JSONValue(view.searchedFields), "searchedBytes": JSONValue(view.searchedBytes),
      "triedHeaders": JSONValue(view.triedHeaders), "betrayedSenders": JSONValue(view.betrayedSenders),
      "exposures": JSONValue(view.exposures),
    ]
  }

  private static func entry(_ entry: HistoryEntry) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("height", JSONValue(entry.height)), .init("position", JSONValue(entry.position)),
      .init("id", JSONValue(entry.id.description)), .init("proven", JSONValue(entry.isProven)),
      .init("timestamp", entry.timestamp.map { JSONValue($0) } ?? .null),
      .init("type", entry.type.map { JSONValue($0.rawValue) } ?? .null), .init("bytes", JSONValue(entry.bytes)),
      .init("sender", entry.sender.map(party) ?? .null), .init("recipient", entry.recipient.map(party) ?? .null),
    ]
    if case .unreadable(let reason) = entry.content { members.append(.init("unreadable", JSONValue(reason.rawValue))) }
    members.append(.init("fields", .object(fields(entry))))
    members += particulars(entry.content)
    members.append(.init("what", JSONValue(HistoryWords.what(entry))))
    return .object(members)
  }

  private static func party(_ party: HistoryEntry.Party) -> JSONValue {
    ["name": party.name.map { JSONValue($0) } ?? .null, "key": JSONValue(party.key.description)]
  }

  /// Texts as they are; of bytes, which may be keys, the number and the digest.
  private static func fields(_ entry: HistoryEntry) -> [JSONValue.Member] {
    zip(entry.type?.fields ?? [], entry.values).map { field, value in
      let content: JSONValue =
        switch field.form {
        case .text: String(validating: value, as: UTF8.self).map { JSONValue($0) } ?? bytes(value)
        case .bytes: bytes(value)
        }
      return JSONValue.Member(field.name.description, content)
    }
  }

  private static func bytes(_ value: [UInt8]) -> JSONValue {
    ["bytes": JSONValue(value.count), "sha256": JSONValue(SHA256Hasher.digest(value).description)]
  }

  private static func particulars(_ content: HistoryEntry.Content) -> [JSONValue.Member] {
    switch content {
    case .configuration(_, let told?):
      [
        .init("settings", told.settings.map(bytes) ?? .null), .init("keyPair", told.keyPair.map(party) ?? .null),
        .init("groups", told.groups.map { .array($0.map(party)) } ?? .null),
        .init("obeyed", told.obeyed.map { .array($0.map(party)) } ?? .null),
      ]
    case .request(_, let next): [.init("next", party(next))]
    case .service(_, let operation?, let obeyed): [.init("operation", AuditJSON.operation(operation.action, obeyed))]
    case .response(_, let answered?):
      [.init("answers", ["height": JSONValue(answered.height), "position": JSONValue(answered.position)])]
    case .configuration(_, nil), .service(_, nil, _), .response(_, nil), .unreadable: []
    }
  }

  private static func operation(_ action: ManagementOperation.Action, _ obeyed: [HistoryEntry.Party]) -> JSONValue {
    switch action {
    case .createVNF(let order):
      ["name": "create-vnf", "image": JSONValue(order.image), "obeyed": .array(obeyed.map(party))]
    case .createChain(let instances):
      ["name": "create-chain", "instances": .array(instances.map { JSONValue($0) })]
    case .switchPath(let chain, let from, let to):
      ["name": "switch-path", "chain": JSONValue(chain), "from": JSONValue(from), "to": JSONValue(to)]
    case .deleteVNF(let instance): ["name": "delete-vnf", "instance": JSONValue(instance)]
    case .deleteChain(let chain): ["name": "delete-chain", "chain": JSONValue(chain)]
    }
  }
}
