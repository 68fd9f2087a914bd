import Vocabulary

/// A security association as the authentication centre hands it to one of its two ends: what to encrypt or decrypt with.
public struct AssociationGrant: Hashable, Sendable {
  public enum Role: String, Codable, Sendable {
    case encrypt, decrypt
  }

  /// What becomes of the associations that the encryption path already has here.
  public enum Method: String, Codable, Sendable {
    /// They are deleted at once.
    case replace
    /// They go on decrypting until they expire or are removed. The end that encrypts takes the new one at once, so the
    /// other end has to be given it first.
    case makeBeforeBreak = "make-before-break"
  }

  public var path: EncryptionPathID
  /// ESP's SPI (RFC 4303, 2.1), never under 256.
  public var spi: UInt32
  public var role: Role
  /// The encryption function at the other end.
  public var peer: ElementID
  /// AES-256-GCM's key, 32 bytes, then the salt, 4 bytes (RFC 4106, 8.1).
  public var key: [UInt8]
  /// How long it lives, on the encryption function's clock, unless a newer one comes.
  public var lifetime: TimeSpan
  public var method: Method

  public init(
    path: EncryptionPathID, spi: UInt32, role: Role, peer: ElementID, key: [UInt8], lifetime: TimeSpan, method: Method
  ) {
    self.path = path
    self.spi = spi
    self.role = role
    self.peer = peer
    self.key = key
    self.lifetime = lifetime
    self.method = method
  }
}

extension AssociationGrant: Codable {
  private enum Key: String, CodingKey {
    case path = "encryption-path"
    case spi, role, peer, key
    case lifetime = "lifetime-nanoseconds"
    case method
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    self.init(
      path: try fields.decode(EncryptionPathID.self, forKey: .path),
      spi: try fields.decode(UInt32.self, forKey: .spi),
      role: try fields.decode(Role.self, forKey: .role),
      peer: try fields.decode(ElementID.self, forKey: .peer),
      key: try fields.decode([UInt8].self, forKey: .key),
      lifetime: .nanoseconds(try fields.decode(Int64.self, forKey: .lifetime)),
      method: try fields.decode(Method.self, forKey: .method))
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(path, forKey: .path)
    try fields.encode(spi, forKey: .spi)
    try fields.encode(role, forKey: .role)
    try fields.encode(peer, forKey: .peer)
    try fields.encode(key, forKey: .key)
    try fields.encode(lifetime.nanoseconds, forKey: .lifetime)
    try fields.encode(method, forKey: .method)
  }
}
