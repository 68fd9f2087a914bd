/// The context header that carries a message authentication code (RFC 9145, section 5), in the one form that is made
/// here: a key identifier of 4 bytes, no encrypted context headers and so no nonce, and a code of 16 bytes.
///
///     class 0, 2 | type 2, 1 | length 1 | 4 | key identifier 4 | timestamp 8 | 0 | code 16 | padding 2
struct IntegrityHeader {
  private static let metadataClass: UInt16 = 0
  /// Of MAC#1 (RFC 9145, section 10).
  private static let type: UInt8 = 2
  static let valueCount = 30
  /// With its own header and padding.
  static let byteCount = 36
  /// Where the code stands behind the context header's start.
  private static let codeOffset = 18

  /// Where the context header starts.
  var offset: Int
  var keyIdentifier: UInt32
  var timestamp: IntegrityTimestamp

  /// The first one of the header at `start`; nil if there is none. Refuses other forms of it.
  init?(of header: NetworkServiceHeader, in packet: borrowing PacketBuffer, at start: Int) throws(DropReason) {
    for element in ContextHeaders(of: header, in: copy packet, at: start) {
      guard element.metadataClass == IntegrityHeader.metadataClass else { continue }
      guard element.type == IntegrityHeader.type else { continue }
      guard element.count == IntegrityHeader.valueCount else { throw .badHeader }
      guard packet[element.valueOffset] == 4 else { throw .badHeader }
      guard packet[element.valueOffset + 13] == 0 else { throw .badHeader }
      offset = element.offset
      keyIdentifier = packet.uint32(at: element.valueOffset + 1)
      timestamp = IntegrityTimestamp(packet.uint64(at: element.valueOffset + 5))
      return
    }
    return nil
  }

  init(offset: Int, keyIdentifier: UInt32, timestamp: IntegrityTimestamp) {
    self.offset = offset
    self.keyIdentifier = keyIdentifier
    self.timestamp = timestamp
  }

  /// Writes all but the code.
  func write(to packet: PacketBuffer) {
    packet.set(IntegrityHeader.metadataClass, at: offset)
    packet[offset + 2] = IntegrityHeader.type
    packet[offset + 3] = UInt8(IntegrityHeader.valueCount)
    packet[offset + 4] = 4
    packet.set(keyIdentifier, at: offset + 5)
    packet.set(timestamp.bits, at: offset + 9)
    packet[offset + 17] = 0
    packet.set(0 as UInt16, at: offset + 34)
  }

  func code(in packet: PacketBuffer) -> MessageAuthenticationCode {
    packet.withUnsafeBytes { bytes in
      MessageAuthenticationCode(reading: bytes.baseAddress! + offset + IntegrityHeader.codeOffset)
    }
  }

  func write(_ code: MessageAuthenticationCode, to packet: PacketBuffer) {
    packet.withUnsafeMutableBytes { bytes in
      code.write(to: bytes.baseAddress! + offset + IntegrityHeader.codeOffset)
    }
  }

  /// The code that the packet should carry: over everything from the service path header to the packet's end, but the code
  /// itself. Charges a hash byte for each.
  func rightCode(
    in packet: PacketBuffer, at start: Int, by key: IntegrityKey, _ meter: inout Meter
  ) -> MessageAuthenticationCode {
    // Behind the base header.
    let from = start + 4
    let codeStart = offset + IntegrityHeader.codeOffset
    let codeEnd = codeStart + MessageAuthenticationCode.byteCount
    meter.charge(.hashByte, packet.count - from - MessageAuthenticationCode.byteCount)
    return packet.withUnsafeBytes { bytes in
      key.code(
        UnsafeRawBufferPointer(rebasing: bytes[from..<codeStart]), UnsafeRawBufferPointer(rebasing: bytes[codeEnd...]))
    }
  }
}
