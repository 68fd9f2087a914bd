import Foundation
import Protocols

extension KeyFile {
  /// Reads and checks a key file. Whether a pair's two keys belong together is found out when they are used.
  public init(path: String) throws(LedgerFileError) {
    let object = try JSONObject(try LedgerFile.json(path), "", path)
    try object.allow("secret", "holder", "suite", "crypto", "ledgers")
    _ = try object.text("secret")
    holder = try object.text("holder")
    suite = try object.choice("suite", SignatureSuite.allCases)
    mode = try object.choice("crypto", CryptoMode.allCases)
    ledgers = []
    for section in try object.objects("ledgers") { ledgers.append(try Self.section(section)) }
  }

  private static func section(_ object: JSONObject) throws(LedgerFileError) -> Section {
    try object.allow("name", "federation", "pairs", "contacts", "requests")
    var section = Section(
      name: try object.text("name"), federation: FederationID(try object.digest("federation")), pairs: [])
    for pair in try object.objects("pairs") {
      try pair.allow("name", "public", "secret")
      section.pairs.append(
        Pair(try pair.text("name"), publicKey: try pair.bytes("public"), secret: try pair.digest("secret")))
    }
    for contact in try object.objects("contacts") {
      try contact.allow("name", "public")
      section.contacts.append(Contact(try contact.text("name"), publicKey: try contact.bytes("public")))
    }
    for request in try object.objects("requests") {
      try request.allow("transaction", "key", "responseKey")
      section.requests.append(
        Request(
          transaction: try request.digest("transaction"),
          key: request.isNull("key") ? nil : try request.fieldKey("key"),
          responseKey: try request.fieldKey("responseKey")))
    }
    return section
  }
}

/// An object of a JSON file, read with errors that say where.
private struct JSONObject {
  private let fields: [String: Any]
  private let place: String
  private let path: String

  init(_ value: Any, _ place: String, _ path: String) throws(LedgerFileError) {
    guard let fields = value as? [String: Any] else {
      throw LedgerFileError(path, place.isEmpty ? "is not a JSON object" : "\(place): is not a JSON object")
    }
    self.fields = fields
    self.place = place
    self.path = path
  }

  private func error(_ key: String, _ message: String) -> LedgerFileError {
    LedgerFileError(path, "\(place.isEmpty ? "" : place + ".")\(key): \(message)")
  }

  func allow(_ keys: String...) throws(LedgerFileError) {
    guard let unknown = fields.keys.sorted().first(where: { !keys.contains($0) }) else { return }
    throw error(unknown, "unknown key")
  }

  func isNull(_ key: String) -> Bool { fields[key] is NSNull }

  func text(_ key: String) throws(LedgerFileError) -> String {
    guard let text = fields[key] as? String else { throw error(key, "a text is missing") }
    return text
  }

  func choice<Value: RawRepresentable<String>>(_ key: String, _ allowed: [Value]) throws(LedgerFileError) -> Value {
    guard let value = Value(rawValue: try text(key)) else {
      throw error(key, "is not " + allowed.map { "'\($0.rawValue)'" }.joined(separator: " or "))
    }
    return value
  }

  func bytes(_ key: String) throws(LedgerFileError) -> [UInt8] {
    guard let data = Data(base64Encoded: try text(key)) else { throw error(key, "is not base64") }
    return Array(data)
  }

  func fieldKey(_ key: String) throws(LedgerFileError) -> FieldKey {
    guard let value = FieldKey(bytes: try bytes(key)) else {
      throw error(key, "is not \(FieldKey.byteCount) bytes in base64")
    }
    return value
  }

  func digest(_ key: String) throws(LedgerFileError) -> Digest {
    let digits = try text(key).compactMap { $0.isASCII ? $0.hexDigitValue : nil }
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    guard try text(key).count == 2 * Digest.byteCount, let digest = Digest(bytes: bytes) else {
      throw error(key, "is not \(2 * Digest.byteCount) hexadecimal digits")
    }
    return digest
  }

  func objects(_ key: String) throws(LedgerFileError) -> [JSONObject] {
    guard let values = fields[key] as? [Any] else { throw error(key, "a list is missing") }
    var objects: [JSONObject] = []
    let place = place.isEmpty ? key : "\(place).\(key)"
    for (number, value) in values.enumerated() { objects.append(try JSONObject(value, "\(place)[\(number)]", path)) }
    return objects
  }
}
