extension BSONReader {
  /// The number in the first field of a message, if that is an int32 named `kind`; nothing else is checked.
  public static func kind(of message: [UInt8]) -> Int32? {
    let start: [UInt8] = [BSONType.int32.rawValue, 0x6B, 0x69, 0x6E, 0x64, 0]
    guard message.count >= 14 else { return nil }
    guard message[4..<10].elementsEqual(start) else { return nil }
    return message.withUnsafeBytes { Int32(littleEndian: $0.loadUnaligned(fromByteOffset: 10, as: Int32.self)) }
  }

  /// The place of the document that starts at `offset` of a sequence of them; nil where none fits.
  static func documentRange(at offset: Int, in bytes: [UInt8]) -> Range<Int>? {
    guard bytes.count - offset >= 5 else { return nil }
    let length = bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length >= 5, length <= bytes.count - offset else { return nil }
    return offset..<offset + length
  }
}
