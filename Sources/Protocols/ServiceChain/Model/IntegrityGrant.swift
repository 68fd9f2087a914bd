import Vocabulary

/// A key for the network service headers of one path (RFC 9145, 4.4), as the authentication centre hands it to an element of
/// that path.
public struct IntegrityGrant: Hashable, Sendable {
  /// What the element may do with it.
  public enum Use: String, Codable, Sendable {
    /// Verify, and make codes of this key anew.
    case verify
    /// Put codes on packets that have none, too.
    case protect
  }

  public var path: ServicePathID
  /// Names the key in packets.
  public var identifier: UInt32
  public var use: Use
  /// 32 bytes.
  public var key: [UInt8]
  /// How long it lives, on the element's clock.
  public var lifetime: TimeSpan
  /// What becomes of the keys that the path already has here.
  public var method: AssociationGrant.Method

  public init(
    path: ServicePathID, identifier: UInt32, use: Use, key: [UInt8], lifetime: TimeSpan,
    method: AssociationGrant.Method
  ) {
    self.path = path
    self.identifier = identifier
    self.use = use
    self.key = key
    self.lifetime = lifetime
    self.method = method
  }
}

extension IntegrityGrant: Codable {
  private enum Key: String, CodingKey {
    case path, identifier, use, key
    case lifetime = "lifetime-nanoseconds"
    case method
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    self.init(
      path: try fields.decode(ServicePathID.self, forKey: .path),
      identifier: try fields.decode(UInt32.self, forKey: .identifier),
      use: try fields.decode(Use.self, forKey: .use),
      key: try fields.decode([UInt8].self, forKey: .key),
      lifetime: .nanoseconds(try fields.decode(Int64.self, forKey: .lifetime)),
      method: try fields.decode(AssociationGrant.Method.self, forKey: .method))
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(path, forKey: .path)
    try fields.encode(identifier, forKey: .identifier)
    try fields.encode(use, forKey: .use)
    try fields.encode(key, forKey: .key)
    try fields.encode(lifetime.nanoseconds, forKey: .lifetime)
    try fields.encode(method, forKey: .method)
  }
}
