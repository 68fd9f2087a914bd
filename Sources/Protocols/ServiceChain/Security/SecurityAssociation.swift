import Vocabulary

/// What the two ends of an encrypted link agree on, for one direction (RFC 4301, 4.1).
public struct SecurityAssociation: Hashable, Sendable {
  /// Bytes of key and salt together.
  public static let keyByteCount = 36

  /// The security parameters index, which names the association in a packet; at least 256 (RFC 4303, 2.1).
  public let spi: UInt32
  /// Of AES-256-GCM.
  public let key: FieldKey
  /// The first four bytes of every nonce (RFC 4106, section 4).
  public let salt: UInt32
  /// The link that it protects (E-SPI).
  public let path: EncryptionPathID
  /// The IPv4 address of the end that encrypts.
  public let source: UInt32
  /// The IPv4 address of the end that decrypts.
  public let destination: UInt32
  /// From then on neither end uses it: an instant of the node's own clock.
  public let expiry: Instant

  /// Nil for a reserved SPI, or unless there are 32 bytes of key and 4 of salt behind them (RFC 4106, 8.1).
  public init?(
    spi: UInt32, key: [UInt8], path: EncryptionPathID, source: UInt32, destination: UInt32, expiry: Instant
  ) {
    guard spi >= ESP.smallestSPI else { return nil }
    guard key.count == SecurityAssociation.keyByteCount else { return nil }
    guard let cipherKey = FieldKey(bytes: Array(key.prefix(FieldKey.byteCount))) else { return nil }
    self.spi = spi
    self.key = cipherKey
    salt = key.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }
    self.path = path
    self.source = source
    self.destination = destination
    self.expiry = expiry
  }
}
