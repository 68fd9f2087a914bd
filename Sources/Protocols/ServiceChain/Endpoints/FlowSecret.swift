/// What every payload of a flow is full of: eight bytes, again and again, that no other data contains and that name the flow. Where
/// they are seen, plaintext of the flow is seen.
public enum FlowSecret {
  /// In the upper 40 bits of each word; the lower 24 are the flow's number.
  private static let magic: UInt64 = 0xD7_4C_A9_E3_1B

  public static func word(of flow: Int) -> UInt64 {
    precondition((0..<PacketMark.sources).contains(flow), "flow \(flow)")
    return magic << 24 | UInt64(flow)
  }

  /// Fills the bytes with the words of a flow, in network order; the first word starts `phase` bytes before them.
  static func fill(_ bytes: UnsafeMutableRawBufferPointer, of flow: Int, phase: Int = 0) {
    let word = word(of: flow)
    var offset = 0
    var place = phase & 7
    while offset < bytes.count, place != 0 {
      bytes[offset] = UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * place))
      offset += 1
      place = (place + 1) & 7
    }
    while offset + 8 <= bytes.count {
      bytes.storeBytes(of: word.bigEndian, toByteOffset: offset, as: UInt64.self)
      offset += 8
    }
    while offset < bytes.count {
      bytes[offset] = UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * place))
      offset += 1
      place += 1
    }
  }

  /// The first flow whose plaintext stands somewhere in the bytes: two whole words of it.
  public static func flow(seenIn bytes: UnsafeRawBufferPointer) -> Int? {
    guard bytes.count >= 16 else { return nil }
    for offset in 0...(bytes.count - 16) {
      let word = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      guard word >> 24 == magic else { continue }
      let following = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
      if following == word { return Int(word & 0xFF_FFFF) }
    }
    return nil
  }
}
