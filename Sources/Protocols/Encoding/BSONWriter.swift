/// Writes BSON 1.1 (bsonspec.org) at the end of a byte array, one element after another.
///
/// Lengths are patched in when a document closes, so each byte is written once:
///
///     let bytes = BSONWriter.encode(reserving: 64) { w in
///       w.int64("view", 3)
///       w.array("votes") { w in w.bool(.index(0), true) }
///     }
public struct BSONWriter {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  /// The bytes of one document.
  public static func encode(reserving capacity: Int = 64, _ body: (inout BSONWriter) -> Void) -> [UInt8] {
    var writer = BSONWriter()
    writer.bytes.reserveCapacity(capacity)
    writer.document(body)
    return writer.bytes
  }

  /// Makes room for `count` more bytes.
  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  /// A document that stands alone.
  public mutating func document(_ body: (inout BSONWriter) -> Void) {
    let start = bytes.count
    append(Int32(0))
    body(&self)
    bytes.append(0)
    patch(Int32(bytes.count - start), at: start)
  }

  public mutating func document(_ key: BSONKey, _ body: (inout BSONWriter) -> Void) {
    open(key, .document)
    document(body)
  }

  /// Elements are keyed `.index(0)`, `.index(1)`, ... in order.
  public mutating func array(_ key: BSONKey, _ body: (inout BSONWriter) -> Void) {
    open(key, .array)
    document(body)
  }

  /// A document that is encoded already, copied as it is.
  public mutating func encoded(_ key: BSONKey, document: [UInt8]) {
    open(key, .document)
    bytes.append(contentsOf: document)
  }

  /// A document with one more, last field, as chunks that follow each other: the field's document is not copied.
  public static func extended(_ document: [UInt8], by key: BSONKey, document field: [UInt8]) -> [[UInt8]] {
    var writer = BSONWriter()
    writer.bytes = document
    writer.bytes.removeLast()
    writer.open(key, .document)
    writer.patch(Int32(writer.bytes.count + field.count + 1), at: 0)
    return [writer.bytes, field, [0]]
  }

  public mutating func binary(_ key: BSONKey, _ value: [UInt8]) {
    open(key, .binary)
    append(length: value.count)
    bytes.append(0)
    bytes.append(contentsOf: value)
  }

  public mutating func binary(_ key: BSONKey, _ value: ArraySlice<UInt8>) {
    open(key, .binary)
    append(length: value.count)
    bytes.append(0)
    bytes.append(contentsOf: value)
  }

  /// The 32 bytes as a binary.
  public mutating func binary(_ key: BSONKey, _ value: Digest) {
    open(key, .binary)
    append(length: Digest.byteCount)
    bytes.append(0)
    value.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  public mutating func string(_ key: BSONKey, _ value: String) {
    open(key, .string)
    append(length: value.utf8.count + 1)
    bytes.append(contentsOf: value.utf8)
    bytes.append(0)
  }

  public mutating func bool(_ key: BSONKey, _ value: Bool) {
    open(key, .bool)
    bytes.append(value ? 1 : 0)
  }

  public mutating func int32(_ key: BSONKey, _ value: Int32) {
    open(key, .int32)
    append(value)
  }

  public mutating func int64(_ key: BSONKey, _ value: Int64) {
    open(key, .int64)
    append(value)
  }

  /// Milliseconds since 1970-01-01T00:00:00Z.
  public mutating func datetime(_ key: BSONKey, milliseconds: Int64) {
    open(key, .datetime)
    append(milliseconds)
  }

  public mutating func double(_ key: BSONKey, _ value: Double) {
    open(key, .double)
    append(value.bitPattern)
  }

  public mutating func null(_ key: BSONKey) { open(key, .null) }

  private mutating func open(_ key: BSONKey, _ type: BSONType) {
    bytes.append(type.rawValue)
    key.withBytes { bytes.append(contentsOf: $0) }
    bytes.append(0)
  }

  private mutating func append(length: Int) {
    guard let length = Int32(exactly: length) else {
      preconditionFailure("a BSON value of \(length) bytes does not fit its 32-bit length")
    }
    append(length)
  }

  private mutating func append<Number: FixedWidthInteger>(_ value: Number) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func patch(_ length: Int32, at offset: Int) {
    withUnsafeBytes(of: length.littleEndian) { source in
      for i in 0..<4 { bytes[offset + i] = source[i] }
    }
  }
}
