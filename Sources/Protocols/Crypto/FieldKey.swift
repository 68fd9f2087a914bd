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
