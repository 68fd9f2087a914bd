import Protocols
import Vocabulary

/// A BSON value of any shape, for tests: written, and read back with its own shape as the format.
indirect enum SampleValue: Equatable {
  case double(Double)
  case string(String)
  case document([Element])
  case array([SampleValue])
  case binary([UInt8])
  case bool(Bool)
  case datetime(Int64)
  case null
  case int32(Int32)
  case int64(Int64)

  /// A field of a document, named by its position in `names`.
  struct Element: Equatable {
    var name: Int
    var value: SampleValue
  }

  static let names: [StaticString] = ["a", "view", "participant", "", "schl\u{fc}ssel", "transactions"]

  var bytes: [UInt8] { BSONWriter.encode { w in writeElements(to: &w) } }

  /// Reads bytes that should have the shape of this value, which must be a document.
  func read(from bytes: [UInt8]) throws(BSONError) -> SampleValue {
    try BSONReader.decode(bytes) { r throws(BSONError) in try readElements(from: &r) }
  }

  private func writeElements(to w: inout BSONWriter) {
    guard case .document(let elements) = self else { return }
    for element in elements { element.value.write(.name(Self.names[element.name]), to: &w) }
  }

  private func readElements(from r: inout BSONReader) throws(BSONError) -> SampleValue {
    guard case .document(let elements) = self else { return self }
    var read: [Element] = []
    for element in elements {
      let value = try element.value.read(.name(Self.names[element.name]), from: &r)
      read.append(Element(name: element.name, value: value))
    }
    return .document(read)
  }

  private func write(_ key: BSONKey, to w: inout BSONWriter) {
    switch self {
    case .double(let value): w.double(key, value)
    case .string(let value): w.string(key, value)
    case .document: w.document(key) { w in writeElements(to: &w) }
    case .array(let values):
      w.array(key) { w in
        for (index, value) in values.enumerated() { value.write(.index(index), to: &w) }
      }
    case .binary(let value): w.binary(key, value)
    case .bool(let value): w.bool(key, value)
    case .datetime(let value): w.datetime(key, milliseconds: value)
    case .null: w.null(key)
    case .int32(let value): w.int32(key, value)
    case .int64(let value): w.int64(key, value)
    }
  }

  private func read(_ key: BSONKey, from r: inout BSONReader) throws(BSONError) -> SampleValue {
    switch self {
    case .double: return .double(try r.double(key))
    case .string: return .string(try r.string(key))
    case .document: return try r.document(key) { r throws(BSONError) in try readElements(from: &r) }
    case .array(let values):
      var read: [SampleValue] = []
      try r.array(key) { r, index throws(BSONError) in
        guard index < values.count else { throw BSONError(.unexpectedField, at: r.position) }
        read.append(try values[index].read(.index(index), from: &r))
      }
      guard read.count == values.count else { throw BSONError(.missingField, at: r.position) }
      return .array(read)
    case .binary: return .binary(try r.binary(key))
    case .bool: return .bool(try r.bool(key))
    case .datetime: return .datetime(try r.datetime(key))
    case .null:
      try r.null(key)
      return .null
    case .int32: return .int32(try r.int32(key))
    case .int64: return .int64(try r.int64(key))
    }
  }
}

extension SampleValue {
  /// A document of up to six elements, nested at most `depth` deep.
  static func randomDocument(_ stream: inout RandomStream, depth: Int) -> SampleValue {
    .document(
      (0..<Int(stream.below(7))).map { _ in
        Element(name: Int(stream.below(UInt64(names.count))), value: random(&stream, depth: depth))
      })
  }

  private static func random(_ stream: inout RandomStream, depth: Int) -> SampleValue {
    switch stream.below(depth > 0 ? 10 : 8) {
    case 0: return .double(Double(Int64(truncatingIfNeeded: stream.next())) / 1_024)
    case 1:
      return .string(
        String(
          (0..<Int(stream.below(9))).map { _ in "aZ0 \u{0}\u{e9}\u{20ac}\u{1f600}".randomElement(using: &stream)! }))
    case 2: return .binary(stream.bytes(Int(stream.below(40))))
    case 3: return .bool(stream.below(2) == 1)
    case 4: return .datetime(Int64(truncatingIfNeeded: stream.next()))
    case 5: return .null
    case 6: return .int32(Int32(truncatingIfNeeded: stream.next()))
    case 7: return .int64(Int64(truncatingIfNeeded: stream.next()))
    case 8: return randomDocument(&stream, depth: depth - 1)
    default: return .array((0..<Int(stream.below(13))).map { _ in random(&stream, depth: depth - 1) })
    }
  }
}
