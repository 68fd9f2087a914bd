import Vocabulary

/// The authentication key that an element is instantiated with, and its manager knows (paper, 4.7).
public struct PreSharedKey: Hashable, Sendable {
  public static let byteCount = 32
  let bytes: [UInt8]

  /// Nil unless there are 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == PreSharedKey.byteCount else { return nil }
    self.bytes = bytes
  }

  public init(_ stream: inout RandomStream) { bytes = stream.bytes(PreSharedKey.byteCount) }
}
