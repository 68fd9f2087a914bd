import CCrypto

/// A private key of P-256 and its public point, found from a secret.
struct ECDSAKey {
  let privateNumber: BigNumber
  /// 4, x, y.
  let publicPoint: [UInt8]

  /// The private number is 48 expanded bytes modulo the order less one, and one more (FIPS 186-5, A.2.1).
  init(secret: Digest) {
    var source = SeededBytes(secret: secret)
    let number = BigNumber(bytes: source.next(48)).modulo(P256.order.minusOne(), BigNumber.Scratch())
    number.add(1)
    self.init(privateNumber: number)
  }

  init(privateNumber: BigNumber) {
    self.privateNumber = privateNumber
    let scratch = BigNumber.Scratch()
    let point = P256.multiple(privateNumber, scratch)
    defer { EC_POINT_free(point) }
    publicPoint = [UInt8](unsafeUninitializedCapacity: 2 * P256.byteCount + 1) { buffer, initialized in
      initialized = EC_POINT_point2oct(
        P256.group, point, POINT_CONVERSION_UNCOMPRESSED, buffer.baseAddress, buffer.count, scratch.pointer)
    }
  }
}
