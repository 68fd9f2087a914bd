/// Reads BSON 1.1 (bsonspec.org) in the order in which a format fixes its fields, without trusting a byte.
///
/// Only one encoding of a value is accepted, so encoding what was read gives the same bytes. Field names are compared
/// in place and binaries can be had as ranges: reading a message allocates nothing by itself.
///
///     let vote = try BSONReader.decode(bytes) { r throws(BSONError) in
///       Vote(view: try r.int64("view"), signature: try r.binary("signature"))
///     }
public struct BSONReader {
  /// Documents in documents in documents: no format of ours comes near.
  public static let maximumDepth = 32

  public let bytes: [UInt8]
  /// Where the next element starts.
  public private(set) var position: Int
  /// Where the terminating zero of the innermost open document stands.
  private var end: Int
  private var depth = 0

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// Reads the one document that fills `bytes`. `body` must read all its fields.
  public static func decode<Value>(
    _ bytes: [UInt8], _ body: (inout BSONReader) throws(BSONError) -> Value
  ) throws(BSONError) -> Value {
    try decode(bytes, in: 0..<bytes.count, body)
  }

  /// Reads the one document that fills `range` of `bytes`, which must lie within them.
  public static func decode<Value>(
    _ bytes: [UInt8], in range: Range<Int>, _ body: (inout BSONReader) throws(BSONError) -> Value
  ) throws(BSONError) -> Value {
    var reader = BSONReader(bytes, range)
    let value = try reader.enter(body)
    guard reader.position == range.upperBound else { throw BSONError(.trailingBytes, at: reader.position) }
    return value
  }

  /// Whether the innermost document has no further element.
  public var isAtEnd: Bool { position >= end }

  /// The type of the next element, or nil at the end of the document.
  public func nextType() throws(BSONError) -> BSONType? {
    guard position < end else { return nil }
    guard let type = BSONType(rawValue: bytes[position]) else { throw BSONError(.wrongType, at: position) }
    return type
  }

  /// Whether the next element has this key.
  public func isNext(_ key: BSONKey) -> Bool {
    let count = key.count
    guard position < end else { return false }
    guard end - position >= count + 2 else { return false }
    let start = position + 1
    return bytes.withUnsafeBytes { buffer in
      guard buffer[start + count] == 0 else { return false }
      return key.withBytes { name in
        for i in 0..<count where buffer[start + i] != name[i] { return false }
        return true
      }
    }
  }

  public mutating func document<Value>(
    _ key: BSONKey, _ body: (inout BSONReader) throws(BSONError) -> Value
  ) throws(BSONError) -> Value {
    try open(key, .document)
    return try enter(body)
  }

  /// Calls `body` once for each element, with its index; `body` reads the element keyed `.index(index)`.
  public mutating func array(
    _ key: BSONKey, _ body: (inout BSONReader, Int) throws(BSONError) -> Void
  ) throws(BSONError) {
    try open(key, .array)
    try enter { reader throws(BSONError) in
      var index = 0
      while !reader.isAtEnd {
        try body(&reader, index)
        index += 1
      }
    }
  }

  /// Calls `body` for one element of an array after the other, with its index, until it says that it has what it wants; what follows in the
  /// array is passed unread.
  public mutating func search(
    _ key: BSONKey, until body: (inout BSONReader, Int) throws(BSONError) -> Bool
  ) throws(BSONError) {
    try open(key, .array)
    try enter { reader throws(BSONError) in
      var index = 0
      while !reader.isAtEnd {
        if try body(&reader, index) { reader.position = reader.end }
        index += 1
      }
    }
  }

  /// The place of a document that is to be read later: only its length is checked.
  public mutating func documentRange(_ key: BSONKey) throws(BSONError) -> Range<Int> {
    try open(key, .document)
    let start = position
    let length = try documentLength()
    position = start + length
    return start..<position
  }

  // MARK: Steps that the typed fields are made of

  /// Passes the type and the key of the next element, which must be these.
  mutating func open(_ key: BSONKey, _ type: BSONType) throws(BSONError) {
    guard position < end else { throw BSONError(.missingField, at: position) }
    guard isNext(key) else { throw BSONError(.unexpectedField, at: position) }
    guard bytes[position] == type.rawValue else { throw BSONError(.wrongType, at: position) }
    position += key.count + 2
  }

  /// Passes `count` bytes of the innermost document and gives their place.
  mutating func take(_ count: Int) throws(BSONError) -> Range<Int> {
    guard count >= 0 else { throw BSONError(.badLength, at: position) }
    guard count <= end - position else { throw BSONError(.truncated, at: position) }
    let start = position
    position += count
    return start..<position
  }

  mutating func number<Number: FixedWidthInteger>(_: Number.Type) throws(BSONError) -> Number {
    let place = try take(MemoryLayout<Number>.size)
    return Number(
      littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place.lowerBound, as: Number.self) })
  }

  /// The length of the document at `position`, checked against what encloses it.
  private mutating func documentLength() throws(BSONError) -> Int {
    let start = position
    let length = Int(try number(Int32.self))
    guard length >= 5 else { throw BSONError(.badLength, at: start) }
    guard length <= end - start else { throw BSONError(.truncated, at: start) }
    guard bytes[start + length - 1] == 0 else { throw BSONError(.badLength, at: start) }
    return length
  }

  private mutating func enter<Value>(
    _ body: (inout BSONReader) throws(BSONError) -> Value
  ) throws(BSONError) -> Value {
    let start = position
    guard depth < Self.maximumDepth else { throw BSONError(.tooDeep, at: start) }
    let length = try documentLength()
    let outer = end
    end = start + length - 1
    depth += 1
    let value = try body(&self)
    guard position == end else { throw BSONError(.unexpectedField, at: position) }
    depth -= 1
    position = end + 1
    end = outer
    return value
  }
}
