import CCrypto

/// Encrypts or decrypts the packets of one security association, in place.
///
/// Real ones keep one context of AES-256-GCM with its key expanded, and take a new nonce for each packet.
final class PacketCipher {
  enum Direction { case encrypting, decrypting }

  /// What of a packet the cipher works on.
  struct Region {
    /// SPI and sequence number, 8 bytes, then the vector, 8 bytes.
    var header: UnsafeMutableRawPointer
    /// Plain text or cipher text.
    var text: UnsafeMutableRawPointer
    var count: Int
    var tag: UnsafeMutableRawPointer { text + count }
  }

  private enum Engine {
    case real(OpaquePointer)
    case modelled(ModelledPacketCipher)
  }

  private let engine: Engine
  private let salt: UInt32

  init(_ association: SecurityAssociation, mode: CryptoMode, direction: Direction) {
    salt = association.salt
    switch mode {
    case .modelled: engine = .modelled(ModelledPacketCipher(key: association.key, salt: salt))
    case .real:
      let context: OpaquePointer = EVP_CIPHER_CTX_new()
      let encrypts: Int32 = direction == .encrypting ? 1 : 0
      requireSuccess(
        EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, association.key.bytes, nil, encrypts), "EVP_CipherInit_ex")
      engine = .real(context)
    }
  }

  deinit {
    guard case .real(let context) = engine else { return }
    EVP_CIPHER_CTX_free(context)
  }

  /// Encrypts the text and writes the tag behind it.
  func encrypt(_ region: Region) {
    switch engine {
    case .modelled(let cipher): cipher.encrypt(region)
    case .real(let context):
      start(context, region)
      update(context, region)
      var written: Int32 = 0
      let tag = region.tag.assumingMemoryBound(to: UInt8.self)
      requireSuccess(EVP_EncryptFinal_ex(context, tag, &written), "EVP_EncryptFinal_ex")
      requireSuccess(
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(ESP.tagByteCount), tag), "reading the tag")
    }
  }

  /// Decrypts the text; false if the tag behind it is not that of these bytes. The text is then worth nothing.
  func decrypt(_ region: Region) -> Bool {
    switch engine {
    case .modelled(let cipher): return cipher.decrypt(region)
    case .real(let context):
      start(context, region)
      requireSuccess(
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(ESP.tagByteCount), region.tag), "setting the tag")
      update(context, region)
      var written: Int32 = 0
      let end = region.tag.assumingMemoryBound(to: UInt8.self)
      let fits = EVP_DecryptFinal_ex(context, end, &written) == 1
      if !fits { ERR_clear_error() }
      return fits
    }
  }

  /// Salt, then vector, make the nonce (RFC 4106, section 4).
  private func start(_ context: OpaquePointer, _ region: Region) {
    let vector = (region.header + ESP.headerByteCount).loadUnaligned(as: UInt64.self)
    var nonce = (salt.bigEndian, UInt32(truncatingIfNeeded: vector), UInt32(truncatingIfNeeded: vector >> 32))
    withUnsafeBytes(of: &nonce) { bytes in
      let start = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
      requireSuccess(EVP_CipherInit_ex(context, nil, nil, nil, start, -1), "setting the nonce")
    }
  }

  private func update(_ context: OpaquePointer, _ region: Region) {
    var written: Int32 = 0
    let header = region.header.assumingMemoryBound(to: UInt8.self)
    let text = region.text.assumingMemoryBound(to: UInt8.self)
    requireSuccess(
      EVP_CipherUpdate(context, nil, &written, header, Int32(ESP.headerByteCount)), "authenticating the header")
    requireSuccess(EVP_CipherUpdate(context, text, &written, text, Int32(region.count)), "encrypting or decrypting")
  }
}
