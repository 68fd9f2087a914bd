import Vocabulary

/// A key that network service headers are authenticated with (RFC 9145, 4.4), ready for use: HMAC-SHA-256 cut to 128
/// bits (RFC 4868), or in modelled mode something cheaper of the same size.
public struct IntegrityKey {
  /// Names the key in a packet.
  public let identifier: UInt32
  /// Whether packets without a code may be given one of this key.
  public let protects: Bool
  /// From then on it counts no more: an instant of the node's own clock.
  public let expiry: Instant
  private let engine: Engine

  private enum Engine {
    /// The hasher after the key's inner, and after its outer, block (RFC 2104, section 4).
    case real(inner: SHA256Hasher, outer: SHA256Hasher)
    case modelled(ModelledDigest)
  }

  public init(
    identifier: UInt32, key: FieldKey, mode: CryptoMode, protects: Bool = true, expiry: Instant = .never
  ) {
    self.identifier = identifier
    self.protects = protects
    self.expiry = expiry
    switch mode {
    case .modelled: engine = .modelled(ModelledDigest(key: key.words))
    case .real:
      var (inner, outer) = (SHA256Hasher(), SHA256Hasher())
      let block = key.bytes + [UInt8](repeating: 0, count: 64 - FieldKey.byteCount)
      inner.update(block.map { $0 ^ 0x36 })
      outer.update(block.map { $0 ^ 0x5C })
      engine = .real(inner: inner, outer: outer)
    }
  }

  /// The code of two pieces of bytes, one behind the other.
  func code(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> MessageAuthenticationCode {
    switch engine {
    case .real(var inner, var outer):
      inner.update(first)
      inner.update(second)
      outer.update(inner.finish())
      return outer.finish().withUnsafeBytes { MessageAuthenticationCode(reading: $0.baseAddress!) }
    case .modelled(var digest):
      digest.add(first)
      digest.add(second)
      return digest.value
    }
  }
}
