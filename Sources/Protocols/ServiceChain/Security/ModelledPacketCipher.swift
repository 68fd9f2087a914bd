/// What stands for AES-256-GCM in modelled mode: a keyed stream over the text and a keyed digest for the tag.
///
/// Of the same sizes, and it tells changed bytes as surely; whoever studied it could forge it.
struct ModelledPacketCipher {
  private let streamKey: UInt64
  private let digest: ModelledDigest

  init(key: FieldKey, salt: UInt32) {
    let words = key.words
    streamKey = ModelledDigest.mix(words.0 ^ UInt64(salt), words.2 | 1)
    var digest = ModelledDigest(key: words)
    digest.add(UInt64(salt))
    self.digest = digest
  }

  func encrypt(_ region: PacketCipher.Region) {
    cover(region)
    tag(of: region).write(to: region.tag)
  }

  func decrypt(_ region: PacketCipher.Region) -> Bool {
    guard MessageAuthenticationCode(reading: region.tag) == tag(of: region) else { return false }
    cover(region)
    return true
  }

  /// Adds the stream to the text; a second time takes it off.
  private func cover(_ region: PacketCipher.Region) {
    let vector = UInt64(bigEndian: (region.header + ESP.headerByteCount).loadUnaligned(as: UInt64.self))
    var state = ModelledDigest.mix(streamKey ^ vector, 0x8EBC_6AF0_9C88_C6E3)
    var offset = 0
    while offset < region.count {
      state &+= 0xA076_1D64_78BD_642F
      var word = ModelledDigest.mix(state, state ^ 0xE703_7ED1_A0B4_28DB).littleEndian
      let place = region.text + offset
      if offset + 8 <= region.count {
        place.storeBytes(of: place.loadUnaligned(as: UInt64.self) ^ word, as: UInt64.self)
      } else {
        for index in 0..<region.count - offset {
          let byte = (place + index).load(as: UInt8.self)
          (place + index).storeBytes(of: byte ^ UInt8(truncatingIfNeeded: word), as: UInt8.self)
          word >>= 8
        }
      }
      offset += 8
    }
  }

  /// Over header, vector and covered text.
  private func tag(of region: PacketCipher.Region) -> MessageAuthenticationCode {
    var sum = digest
    sum.add(
      UnsafeRawBufferPointer(start: region.header, count: ESP.headerByteCount + ESP.vectorByteCount))
    sum.add(UnsafeRawBufferPointer(start: region.text, count: region.count))
    return sum.value
  }
}
