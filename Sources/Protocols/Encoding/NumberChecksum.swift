/// Tells a damaged message or record of numbers from a good one, where no signature does: Raft's messages carry none, and the
/// simulation has no TLS that would notice.
enum NumberChecksum {
  /// Bytes that are summed at most.
  static let summedSize = 48

  /// The first 8 bytes of the SHA-256 of the numbers, each in 8 bytes, little-endian.
  static func of(_ numbers: Int64...) -> Int64 {
    var hasher = SHA256Hasher()
    for number in numbers { withUnsafeBytes(of: number.littleEndian) { hasher.update($0) } }
    return hasher.finish().withUnsafeBytes { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) }
  }

  /// Larger numbers of terms and entries are no one's.
  static let bound: Int64 = 1 << 62

  /// Reads a term or an index.
  static func number(_ key: BSONKey, from r: inout BSONReader) throws(BSONError) -> Int64 {
    let place = r.position
    let number = try r.int64(key)
    guard number >= 0, number < bound else { throw BSONError(.badValue, at: place) }
    return number
  }

  /// Reads the last field of a message or record.
  static func verify(_ sum: Int64, from r: inout BSONReader) throws(BSONError) {
    let place = r.position
    guard try r.int64("checksum") == sum else { throw BSONError(.badValue, at: place) }
  }
}
