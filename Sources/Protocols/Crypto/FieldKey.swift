import Vocabulary

/// A symmetric key (AES-256) that fields are encrypted with.
public struct FieldKey: Hashable, Sendable {
  public static let byteCount = 32
  public let bytes: [UInt8]

  /// Nil unless there are 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == FieldKey.byteCount else { return nil }
    self.bytes = bytes
  }

  public init(_ stream: inout RandomStream) { bytes = stream.bytes(FieldKey.byteCount) }
}

extension FieldKey {
  /// The bytes as four little-endian words.
  var words: (UInt64, UInt64, UInt64, UInt64) {
    bytes.withUnsafeBytes { bytes in
      func word(_ index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
      }
      return (word(0), word(1), word(2), word(3))
    }
  }
}
