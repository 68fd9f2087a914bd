extension BSONReader {
  /// The place of a binary of the generic subtype within `bytes`.
  public mutating func binaryRange(_ key: BSONKey) throws(BSONError) -> Range<Int> {
    try open(key, .binary)
    let length = Int(try number(Int32.self))
    guard try number(UInt8.self) == 0 else { throw BSONError(.notCanonical, at: position - 1) }
    return try take(length)
  }

  /// A binary of the generic subtype, copied.
  public mutating func binary(_ key: BSONKey) throws(BSONError) -> [UInt8] {
    Array(bytes[try binaryRange(key)])
  }

  /// A binary of 32 bytes.
  public mutating func digest(_ key: BSONKey) throws(BSONError) -> Digest {
    let place = try binaryRange(key)
    guard place.count == Digest.byteCount else { throw BSONError(.badLength, at: place.lowerBound) }
    return bytes.withUnsafeBytes { Digest(reading: $0.baseAddress! + place.lowerBound) }
  }

  /// The place of a string's UTF-8 within `bytes`, without the terminating zero.
  public mutating func stringRange(_ key: BSONKey) throws(BSONError) -> Range<Int> {
    try open(key, .string)
    let start = position
    let length = Int(try number(Int32.self))
    guard length >= 1 else { throw BSONError(.badLength, at: start) }
    let place = try take(length)
    guard bytes[place.upperBound - 1] == 0 else { throw BSONError(.badString, at: place.upperBound - 1) }
    let text = place.lowerBound..<(place.upperBound - 1)
    guard isUTF8(text) else { throw BSONError(.badString, at: text.lowerBound) }
    return text
  }

  public mutating func string(_ key: BSONKey) throws(BSONError) -> String {
    String(decoding: bytes[try stringRange(key)], as: UTF8.self)
  }

  public mutating func bool(_ key: BSONKey) throws(BSONError) -> Bool {
    try open(key, .bool)
    let byte = try number(UInt8.self)
    guard byte <= 1 else { throw BSONError(.notCanonical, at: position - 1) }
    return byte == 1
  }

  public mutating func int32(_ key: BSONKey) throws(BSONError) -> Int32 {
    try open(key, .int32)
    return try number(Int32.self)
  }

  public mutating func int64(_ key: BSONKey) throws(BSONError) -> Int64 {
    try open(key, .int64)
    return try number(Int64.self)
  }

  /// Milliseconds since 1970-01-01T00:00:00Z.
  public mutating func datetime(_ key: BSONKey) throws(BSONError) -> Int64 {
    try open(key, .datetime)
    return try number(Int64.self)
  }

  public mutating func double(_ key: BSONKey) throws(BSONError) -> Double {
    try open(key, .double)
    return Double(bitPattern: try number(UInt64.self))
  }

  public mutating func null(_ key: BSONKey) throws(BSONError) { try open(key, .null) }

  private func isUTF8(_ place: Range<Int>) -> Bool {
    let text = bytes[place]
    if text.allSatisfy({ $0 < 0x80 }) { return true }
    return String(validating: text, as: UTF8.self) != nil
  }
}
