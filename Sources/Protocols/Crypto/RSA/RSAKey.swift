/// An RSA private key with its Chinese-remainder parts (RFC 8017, section 3.2), found from a secret.
struct RSAKey {
  let modulus: BigNumber
  let publicExponent = BigNumber(RSAKey.exponent)
  let privateExponent: BigNumber
  let prime1: BigNumber
  let prime2: BigNumber
  let exponent1: BigNumber
  let exponent2: BigNumber
  let coefficient: BigNumber

  static let exponent: UInt64 = 65_537

  /// With a modulus of so many bytes.
  init(secret: Digest, bytes: Int) {
    let scratch = BigNumber.Scratch()
    var source = SeededBytes(secret: secret)
    let first = PrimeSearch.prime(from: &source, bytes: bytes / 2, coprimeTo: RSAKey.exponent, scratch)
    var second = PrimeSearch.prime(from: &source, bytes: bytes / 2, coprimeTo: RSAKey.exponent, scratch)
    while second == first {
      second = PrimeSearch.prime(from: &source, bytes: bytes / 2, coprimeTo: RSAKey.exponent, scratch)
    }
    (prime1, prime2) = first < second ? (second, first) : (first, second)
    modulus = prime1.multiplied(by: prime2, scratch)
    let (p1, q1) = (prime1.minusOne(), prime2.minusOne())
    privateExponent = publicExponent.inverse(modulo: p1.multiplied(by: q1, scratch), scratch)
    exponent1 = privateExponent.modulo(p1, scratch)
    exponent2 = privateExponent.modulo(q1, scratch)
    coefficient = prime2.inverse(modulo: prime1, scratch)
  }
}
