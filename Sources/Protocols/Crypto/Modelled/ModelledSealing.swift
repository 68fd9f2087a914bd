/// What stands for RSA-OAEP in modelled mode: seed, masked key and a check over the rest of the bytes.
enum ModelledSealing {
  static func seal(_ key: [UInt8], seed: [UInt8], for recipient: PublicKey, count: Int) -> [UInt8] {
    let masked = zip(key, mask(seed, recipient)).map { $0 ^ $1 }
    return seed + masked + check(seed, key, recipient, count: count - 64)
  }

  /// Nil if any byte is not as `seal` wrote it for this recipient.
  static func open(_ sealed: ArraySlice<UInt8>, of recipient: PublicKey) -> [UInt8]? {
    let seed = Array(sealed.prefix(32))
    let key = zip(sealed.dropFirst(32).prefix(32), mask(seed, recipient)).map { $0 ^ $1 }
    guard sealed.dropFirst(64).elementsEqual(check(seed, key, recipient, count: sealed.count - 64)) else { return nil }
    return key
  }

  private static func mask(_ seed: [UInt8], _ recipient: PublicKey) -> [UInt8] {
    var hasher = SHA256Hasher()
    hasher.update(recipient.fingerprint)
    hasher.update(seed)
    return hasher.finish().bytes
  }

  private static func check(_ seed: [UInt8], _ key: [UInt8], _ recipient: PublicKey, count: Int) -> [UInt8] {
    var hasher = SHA256Hasher()
    hasher.update(recipient.fingerprint)
    hasher.update(seed)
    hasher.update(key)
    var source = SeededBytes(secret: hasher.finish())
    return source.next(count)
  }
}
