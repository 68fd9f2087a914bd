/// A SHA-256 digest: 32 bytes, ordered as byte strings are.
public struct Digest: Hashable, Comparable, Sendable {
  /// Eight bytes each, the first byte most significant.
  @usableFromInline let w0: UInt64
  @usableFromInline let w1: UInt64
  @usableFromInline let w2: UInt64
  @usableFromInline let w3: UInt64

  public static let byteCount = 32
  public static let zero = Digest(0, 0, 0, 0)

  @inlinable init(_ w0: UInt64, _ w1: UInt64, _ w2: UInt64, _ w3: UInt64) {
    self.w0 = w0
    self.w1 = w1
    self.w2 = w2
    self.w3 = w3
  }

  /// Reads 32 bytes at `raw`, of any alignment.
  @inlinable init(reading raw: UnsafeRawPointer) {
    w0 = UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self))
    w1 = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    w2 = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
    w3 = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
  }

  /// Nil unless there are 32 bytes.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Digest.byteCount else { return nil }
    self = Array(bytes).withUnsafeBytes { Digest(reading: $0.baseAddress!) }
  }

  /// The first eight bytes as a number.
  public var prefix: UInt64 { w0 }

  public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  /// Lends the 32 bytes without an allocation.
  @inlinable public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    let words = (w0.bigEndian, w1.bigEndian, w2.bigEndian, w3.bigEndian)
    return try Swift.withUnsafeBytes(of: words, body)
  }

  /// The first word: a digest is as good a hash as any.
  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(w0) }

  /// Mixes two words with the table's seed: a digest needs no more than that, and tables of digests are large and hot.
  @inlinable public func _rawHashValue(seed: Int) -> Int {
    let product = (w0 ^ UInt64(bitPattern: Int64(seed))).multipliedFullWidth(by: w1 | 1)
    return Int(truncatingIfNeeded: product.high ^ product.low)
  }

  @inlinable public static func == (a: Digest, b: Digest) -> Bool {
    ((a.w0 ^ b.w0) | (a.w1 ^ b.w1) | (a.w2 ^ b.w2) | (a.w3 ^ b.w3)) == 0
  }

  @inlinable public static func < (a: Digest, b: Digest) -> Bool {
    if a.w0 != b.w0 { return a.w0 < b.w0 }
    if a.w1 != b.w1 { return a.w1 < b.w1 }
    if a.w2 != b.w2 { return a.w2 < b.w2 }
    return a.w3 < b.w3
  }
}

extension Digest: CustomStringConvertible {
  /// 64 hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
