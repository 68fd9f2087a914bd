/// What both ends compute from the pre-shared key and both nonces.
struct ChannelKeys {
  let session: UInt64
  let fromInitiator: FieldKey
  let fromResponder: FieldKey
  /// What each end shows to have shown that it knows the key.
  let initiatorProof: [UInt8]
  let responderProof: [UInt8]

  init(
    _ key: PreSharedKey, identity: UInt32, initiatorNonce: [UInt8], responderNonce: [UInt8], _ meter: inout Meter
  ) {
    let context = identity.wireBytes + initiatorNonce + responderNonce
    func derive(_ purpose: String, _ meter: inout Meter) -> [UInt8] {
      Self.keyed(key, purpose, context, &meter)
    }
    session = UInt64(wireBytes: Array(derive("session", &meter).prefix(8)))
    fromInitiator = FieldKey(digest: derive("key from initiator", &meter))
    fromResponder = FieldKey(digest: derive("key from responder", &meter))
    initiatorProof = derive("proof of initiator", &meter)
    responderProof = derive("proof of responder", &meter)
  }

  /// What a hello shows: that whoever once made it knew the key.
  static func helloProof(_ key: PreSharedKey, identity: UInt32, nonce: [UInt8], _ meter: inout Meter) -> [UInt8] {
    keyed(key, "hello", identity.wireBytes + nonce, &meter)
  }

  /// HMAC-SHA-256 of the purpose and the context. Charges its hash bytes: both padded keys, the text, the inner digest.
  private static func keyed(
    _ key: PreSharedKey, _ purpose: String, _ context: [UInt8], _ meter: inout Meter
  ) -> [UInt8] {
    let text = Array("chainbed channel \(purpose)\0".utf8) + context
    meter.charge(.hashByte, 2 * 64 + text.count + Digest.byteCount)
    return HMAC.sha256(text, key: key.bytes)
  }
}

extension FieldKey {
  /// The key that the 32 bytes of a digest are.
  fileprivate init(digest: [UInt8]) {
    guard let key = FieldKey(bytes: digest) else { preconditionFailure("a digest of \(digest.count) bytes") }
    self = key
  }
}
