/// What stands for AES-256-GCM in modelled mode: a keyed stream over the text and a keyed digest for the tag.
///
/// Of the same sizes, and it tells changed bytes as surely; whoever studied it could forge it.
struct ModelledPacketCipher {
  private let streamKey: UInt64
  private let tagKey: UInt64
  private let salt: UInt64

  init(key: FieldKey, salt: UInt32) {
    let words = key.bytes.withUnsafeBytes { bytes in
      (0..<4).map { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
    }
    streamKey = Self.mix(words[0], words[1])
    tagKey = Self.mix(words[2], words[3])
    self.salt = UInt64(salt)
  }

  func encrypt(_ region: PacketCipher.Region) {
    cover(region)
    let tag = tag(of: region)
    region.tag.storeBytes(of: tag.0.littleEndian, as: UInt64.self)
    (region.tag + 8).storeBytes(of: tag.1.littleEndian, as: UInt64.self)
  }

  func decrypt(_ region: PacketCipher.Region) -> Bool {
    let tag = tag(of: region)
    guard UInt64(littleEndian: region.tag.loadUnaligned(as: UInt64.self)) == tag.0 else { return false }
    guard UInt64(littleEndian: (region.tag + 8).loadUnaligned(as: UInt64.self)) == tag.1 else { return false }
    cover(region)
    return true
  }

  /// Adds the stream to the text; a second time takes it off.
  private func cover(_ region: PacketCipher.Region) {
    let vector = (region.header + ESP.headerByteCount).loadUnaligned(as: UInt64.self)
    var state = streamKey ^ Self.mix(UInt64(littleEndian: vector) ^ 0x8EBC_6AF0_9C88_C6E3, salt ^ 0x5899_65CC_7537_4CC3)
    var offset = 0
    while offset < region.count {
      state &+= 0xA076_1D64_78BD_642F
      var word = Self.mix(state, state ^ 0xE703_7ED1_A0B4_28DB)
      let place = region.text + offset
      if offset + 8 <= region.count {
        place.storeBytes(of: place.loadUnaligned(as: UInt64.self) ^ word.littleEndian, as: UInt64.self)
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
  private func tag(of region: PacketCipher.Region) -> (UInt64, UInt64) {
    var sum = tagKey ^ salt ^ UInt64(region.count) << 32
    func take(_ word: UInt64) { sum = Self.mix(sum ^ word, 0xD6E8_FEB8_6659_FD93) &+ 0x9E37_79B9_7F4A_7C15 }
    take(UInt64(littleEndian: region.header.loadUnaligned(as: UInt64.self)))
    take(UInt64(littleEndian: (region.header + ESP.headerByteCount).loadUnaligned(as: UInt64.self)))
    var offset = 0
    while offset + 8 <= region.count {
      take(UInt64(littleEndian: (region.text + offset).loadUnaligned(as: UInt64.self)))
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < region.count {
      rest = rest << 8 | UInt64((region.text + offset).load(as: UInt8.self))
      offset += 1
    }
    take(rest)
    return (Self.mix(sum, tagKey | 1), Self.mix(sum ^ 0x1D8E_4E27_C47D_124F, streamKey | 1))
  }

  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    return high ^ low
  }
}
