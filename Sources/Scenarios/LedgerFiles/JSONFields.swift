import Foundation

/// The members of one JSON object of a file, read with errors that say where.
struct JSONFields {
  let path: String
  let place: String
  private let values: [String: Any]

  init(path: String, place: String, _ values: [String: Any]) {
    self.path = path
    self.place = place
    self.values = values
  }

  static func object(_ value: Any, _ path: String, _ place: String) throws(LedgerFileError) -> [String: Any] {
    guard let object = value as? [String: Any] else { throw LedgerFileError(path, "\(place) is not a JSON object") }
    return object
  }

  static func bytes(_ value: Any, _ path: String, _ place: String) throws(LedgerFileError) -> [UInt8] {
    guard let text = value as? String, let data = Data(base64Encoded: text) else {
      throw LedgerFileError(path, "\(place): is not base64")
    }
    return Array(data)
  }

  func allow(_ keys: [String]) throws(LedgerFileError) {
    guard let unknown = values.keys.sorted().first(where: { !keys.contains($0) }) else { return }
    throw LedgerFileError(path, "\(place)\(unknown): unknown key")
  }

  private func value(_ key: String) throws(LedgerFileError) -> Any {
    guard let value = values[key] else { throw LedgerFileError(path, "\(place)\(key): is missing") }
    return value
  }

  func text(_ key: String) throws(LedgerFileError) -> String {
    guard let text = try value(key) as? String else { throw LedgerFileError(path, "\(place)\(key): is not a string") }
    return text
  }

  func number(_ key: String) throws(LedgerFileError) -> Int {
    let value = try value(key)
    // What JSON calls true would pass for 1.
    let isTruth = (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false
    guard !isTruth, let number = value as? Int, number >= 0 else {
      throw LedgerFileError(path, "\(place)\(key): is not a whole number")
    }
    return number
  }

  func list(_ key: String) throws(LedgerFileError) -> [Any] {
    guard let list = try value(key) as? [Any] else { throw LedgerFileError(path, "\(place)\(key): is not a list") }
    return list
  }

  /// A list of objects.
  func objects(_ key: String) throws(LedgerFileError) -> [JSONFields] {
    var objects: [JSONFields] = []
    for (number, value) in try list(key).enumerated() {
      let name = "\(place)\(key)[\(number)]"
      objects.append(JSONFields(path: path, place: name + ".", try Self.object(value, path, name)))
    }
    return objects
  }

  func isNull(_ key: String) -> Bool { values[key] is NSNull }

  func bytes(_ key: String) throws(LedgerFileError) -> [UInt8] { try Self.bytes(try value(key), path, place + key) }

  func choice<Value: RawRepresentable<String> & CaseIterable>(_ key: String) throws(LedgerFileError) -> Value {
    let text = try text(key)
    guard let value = Value(rawValue: text) else {
      let names = Value.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
      throw LedgerFileError(path, "\(place)\(key): is '\(text)', not \(names)")
    }
    return value
  }
}
