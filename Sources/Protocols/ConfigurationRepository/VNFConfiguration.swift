/// What a VNF client reads in the `configuration` field of an encrypted transaction, and writes there itself: one BSON
/// document, docs/formats/configurations.md. What is nil stays as it is.
public struct VNFConfiguration {
  /// For the VNF's software, which alone understands it.
  public var settings: [UInt8]?
  /// The VNF's own key pair: announced by the VNF, replaced by a tenant (crb-smb 3.4).
  public var keyPair: KeyPair?
  /// The key pairs of all groups that the VNF is in (crb-smb 3.4).
  public var groups: [KeyPair]?
  /// All public keys that the VNF obeys.
  public var tenants: [PublicKey]?

  /// Groups, and tenants, at most.
  public static let longestList = 64

  public init(
    settings: [UInt8]? = nil, keyPair: KeyPair? = nil, groups: [KeyPair]? = nil, tenants: [PublicKey]? = nil
  ) {
    self.settings = settings
    self.keyPair = keyPair
    self.groups = groups
    self.tenants = tenants
  }

  /// The one encoding.
  public var bytes: [UInt8] {
    BSONWriter.encode(reserving: 512 + (settings?.count ?? 0)) { w in
      if let settings { w.binary("settings", settings) } else { w.null("settings") }
      if let keyPair { Self.write(keyPair, "keyPair", to: &w) } else { w.null("keyPair") }
      if let groups {
        w.array("groups") { w in
          for (index, pair) in groups.enumerated() { Self.write(pair, .index(index), to: &w) }
        }
      } else {
        w.null("groups")
      }
      if let tenants {
        w.array("tenants") { w in
          for (index, key) in tenants.enumerated() { w.binary(.index(index), key.encoded) }
        }
      } else {
        w.null("tenants")
      }
    }
  }

  /// Keys must be of the suite, a pair's two keys belong together, and at least one tenant remain.
  public init(decoding bytes: [UInt8], _ cryptography: Cryptography) throws(DropReason) {
    var keys = EncodedKeys()
    do throws(BSONError) {
      settings = try BSONReader.decode(bytes) { r throws(BSONError) in
        let settings = try Self.isNull("settings", &r) ? nil : try r.binary("settings")
        if try !Self.isNull("keyPair", &r) { keys.pair = try Self.readPair("keyPair", from: &r) }
        if try !Self.isNull("groups", &r) {
          var pairs: [EncodedPair] = []
          try r.array("groups") { r, index throws(BSONError) in
            guard index < Self.longestList else { throw BSONError(.badValue, at: r.position) }
            pairs.append(try Self.readPair(.index(index), from: &r))
          }
          keys.groups = pairs
        }
        if try !Self.isNull("tenants", &r) {
          var tenants: [[UInt8]] = []
          try r.array("tenants") { r, index throws(BSONError) in
            guard index < Self.longestList else { throw BSONError(.badValue, at: r.position) }
            tenants.append(try r.binary(.index(index)))
          }
          keys.tenants = tenants
        }
        return settings
      }
    } catch {
      throw DropReason(error)
    }
    if let pair = keys.pair { keyPair = try Self.pair(pair, cryptography) }
    if let groups = keys.groups {
      var pairs: [KeyPair] = []
      for group in groups { pairs.append(try Self.pair(group, cryptography)) }
      self.groups = pairs
    }
    if let tenants = keys.tenants {
      guard !tenants.isEmpty else { throw .badKey }
      var known: [PublicKey] = []
      for encoded in tenants {
        guard let key = cryptography.publicKey(encoded: encoded) else { throw .badKey }
        known.append(key)
      }
      self.tenants = known
    }
  }

  private struct EncodedPair {
    var publicKey: [UInt8]
    var secret: Digest
  }

  private struct EncodedKeys {
    var pair: EncodedPair?
    var groups: [EncodedPair]?
    var tenants: [[UInt8]]?
  }

  private static func write(_ pair: KeyPair, _ key: BSONKey, to w: inout BSONWriter) {
    w.document(key) { w in
      w.binary("public", pair.publicKey.encoded)
      w.binary("secret", pair.secret)
    }
  }

  private static func readPair(_ key: BSONKey, from r: inout BSONReader) throws(BSONError) -> EncodedPair {
    try r.document(key) { r throws(BSONError) in
      EncodedPair(publicKey: try r.binary("public"), secret: try r.digest("secret"))
    }
  }

  /// Passes the field if it is null.
  private static func isNull(_ key: BSONKey, _ r: inout BSONReader) throws(BSONError) -> Bool {
    guard try r.nextType() == .null else { return false }
    try r.null(key)
    return true
  }

  private static func pair(_ encoded: EncodedPair, _ cryptography: Cryptography) throws(DropReason) -> KeyPair {
    let pair = cryptography.keyPair(secret: encoded.secret)
    guard pair.publicKey.encoded == encoded.publicKey else { throw .badKey }
    return pair
  }
}
