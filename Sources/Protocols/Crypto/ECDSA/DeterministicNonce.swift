/// The nonces of a signature as a function of key and digest (RFC 6979, section 3.2) with SHA-256 for P-256.
struct DeterministicNonce {
  private var key = [UInt8](repeating: 0, count: Digest.byteCount)
  private var value = [UInt8](repeating: 1, count: Digest.byteCount)
  private var isFirst = true

  init(privateNumber: BigNumber, digest: Digest, _ scratch: BigNumber.Scratch) {
    let reduced = BigNumber(bytes: digest.bytes).modulo(P256.order, scratch)
    let material = privateNumber.bytes(count: P256.byteCount) + reduced.bytes(count: P256.byteCount)
    for separator in [UInt8(0), 1] {
      key = HMAC.sha256(value + [separator] + material, key: key)
      value = HMAC.sha256(value, key: key)
    }
  }

  /// The next nonce, from 1 to the order less one.
  mutating func next() -> BigNumber {
    while true {
      if !isFirst {
        key = HMAC.sha256(value + [0], key: key)
        value = HMAC.sha256(value, key: key)
      }
      isFirst = false
      value = HMAC.sha256(value, key: key)
      let nonce = BigNumber(bytes: value)
      if !nonce.isZero, nonce < P256.order { return nonce }
    }
  }
}
