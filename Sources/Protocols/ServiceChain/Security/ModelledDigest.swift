/// What stands for a message authentication code of 128 bits in modelled mode: a keyed digest, cheap and easily forged.
///
/// Bytes are added in pieces; where a piece ends matters.
struct ModelledDigest {
  private let first: UInt64
  private let second: UInt64
  private var sum: UInt64

  /// Of a key's four words.
  init(key: (UInt64, UInt64, UInt64, UInt64)) {
    first = ModelledDigest.mix(key.0 ^ 0x8EBC_6AF0_9C88_C6E3, key.1 | 1)
    second = ModelledDigest.mix(key.2 ^ 0x5899_65CC_7537_4CC3, key.3 | 1)
    sum = first
  }

  mutating func add(_ word: UInt64) {
    sum = ModelledDigest.mix(sum ^ word, 0xD6E8_FEB8_6659_FD93) &+ 0x9E37_79B9_7F4A_7C15
  }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    add(UInt64(bytes.count))
    var offset = 0
    while offset + 8 <= bytes.count {
      add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      offset += 8
    }
    guard offset < bytes.count else { return }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    add(rest)
  }

  var value: MessageAuthenticationCode {
    MessageAuthenticationCode(
      high: ModelledDigest.mix(sum, second | 1), low: ModelledDigest.mix(sum ^ second, first | 1))
  }

  static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    return high ^ low
  }
}
