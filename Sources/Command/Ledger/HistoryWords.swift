import Protocols
import Report
import Scenarios

/// How an entry of a history is told on a terminal. Whatever stands in a ledger or a key file is made harmless first.
enum HistoryWords {
  /// Eight hexadecimal digits: enough to tell the keys and contents of one ledger apart.
  static func short(_ digest: Digest) -> String { String(digest.description.prefix(8)) }

  /// Names of VNF instances and chains end with 32 digits, so that nobody can guess them: eight of these do.
  static func name(_ text: String) -> String {
    let digits = text.utf8.reversed().prefix { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard digits.count == 32 else { return PlainText.of(text, limit: 60) }
    return PlainText.of(text.dropLast(24) + "..", limit: 40)
  }

  static func party(_ party: HistoryEntry.Party) -> String {
    party.name.map(name) ?? "key \(short(party.key))"
  }

  static func sender(_ entry: HistoryEntry) -> String { entry.sender.map(party) ?? "?" }

  static func recipient(_ entry: HistoryEntry) -> String {
    if let recipient = entry.recipient { return party(recipient) }
    return entry.type == nil ? "?" : "everybody"
  }

  static func type(_ type: TransactionType?) -> String {
    type == .configurationRequest ? "request" : type?.rawValue ?? "?"
  }

  private static func bytes(_ bytes: [UInt8]) -> String {
    guard !bytes.isEmpty else { return "empty" }
    return
      "\(NumberFormat.text(Double(bytes.count), unit: "B", trimmed: true)), SHA-256 \(short(SHA256Hasher.digest(bytes)))"
  }

  /// Operation and arguments, or result.
  static func what(_ entry: HistoryEntry) -> String {
    switch entry.content {
    case .configuration(let configuration, let settings):
      let label = label(configuration.cid, configuration.vid, configuration.description)
      guard entry.recipient != nil, let settings else { return "\(label): \(bytes(configuration.configuration))" }
      return "\(label): \(parts(settings).joined(separator: "; "))"
    case .request(let request, let next):
      return "\(label(request.cid, request.vid, request.description)), to be sent to \(party(next))"
    case .service(let request, nil, _): return "no operation: \(bytes(request.request))"
    case .service(_, let operation?, let obeyed): return words(operation.action, obeyed)
    case .response(let response, let answered):
      let result =
        response.error.isEmpty
        ? (response.result.isEmpty ? "done" : "done: \(text(response.result))")
        : "error: \(PlainText.of(response.error))"
      guard let answered else { return "\(result) (answers nothing that stands here)" }
      let again =
        answered.earlier > 0 ? ", which has \(answered.earlier) answer\(answered.earlier > 1 ? "s" : "") already" : ""
      return "to \(answered.height).\(answered.position)\(again): \(result)"
    case .unreadable(let reason): return "cannot be read: \(reason.rawValue)"
    }
  }

  /// `rules 3.0 "settings"`
  private static func label(_ cid: String, _ vid: String, _ description: String) -> String {
    let version = vid.isEmpty ? "" : " \(PlainText.of(vid, limit: 20))"
    return "\(name(cid))\(version)" + (description.isEmpty ? "" : " \"\(PlainText.of(description))\"")
  }

  private static func text(_ result: [UInt8]) -> String {
    guard let text = String(validating: result, as: UTF8.self) else { return bytes(result) }
    return name(text)
  }

  private static func parts(_ told: HistoryEntry.Instructions) -> [String] {
    var parts: [String] = []
    if let settings = told.settings { parts.append("settings \(bytes(settings))") }
    if let owner = told.keyPair { parts.append("key pair of \(party(owner))") }
    if let groups = told.groups {
      parts.append(groups.isEmpty ? "in no group" : "key pairs of " + groups.map(party).joined(separator: ", "))
    }
    if let obeyed = told.obeyed { parts.append("obeys " + obeyed.map(party).joined(separator: ", ")) }
    return parts.isEmpty ? ["nothing"] : parts
  }

  private static func words(_ action: ManagementOperation.Action, _ obeyed: [HistoryEntry.Party]) -> String {
    switch action {
    case .createVNF(let order):
      "create-vnf \(PlainText.of(order.image)), obeys " + obeyed.map(party).joined(separator: ", ")
    case .createChain(let instances): "create-chain " + instances.map(name).joined(separator: " > ")
    case .switchPath(let chain, let from, let to): "switch-path of \(name(chain)) from \(name(from)) to \(name(to))"
    case .deleteVNF(let instance): "delete-vnf \(name(instance))"
    case .deleteChain(let chain): "delete-chain \(name(chain))"
    }
  }
}
