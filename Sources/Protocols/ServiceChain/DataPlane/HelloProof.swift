import Vocabulary

/// The authentication section of a hello (RFC 5880, 4.4; RFC 7880, 10), of a type of our own: a code of a path's key, which
/// whoever asks and whoever answers both have.
///
///     type 254 | length 36 | 0 | path 4 | key identifier 4 | asked 8 | code 16
struct HelloProof {
  static let byteCount = 36
  private static let type: UInt8 = 254
  private static let codeOffset = byteCount - MessageAuthenticationCode.byteCount

  var path: ServicePathID
  /// The key's identifier.
  var key: UInt32
  /// When the question left, on the clock of who asks; the answer repeats it, so that it answers this question alone.
  var asked: Instant

  init(path: ServicePathID, key: UInt32, asked: Instant) {
    self.path = path
    self.key = key
    self.asked = asked
  }

  /// Reads the section at `offset`; what it proves is not looked at.
  init(in packet: borrowing PacketBuffer, at offset: Int) throws(DropReason) {
    guard packet[offset] == Self.type else { throw .badHeader }
    guard packet[offset + 1] == UInt8(Self.byteCount) else { throw .badHeader }
    let path = packet.uint32(at: offset + 4)
    guard path <= ServicePathID.largest else { throw .badHeader }
    self.path = ServicePathID(path)
    key = packet.uint32(at: offset + 8)
    asked = Instant(nanoseconds: Int64(bitPattern: packet.uint64(at: offset + 12)))
  }

  /// Writes the section behind a hello that starts at 0.
  func write(to packet: PacketBuffer, at offset: Int, by key: IntegrityKey, _ meter: inout Meter) {
    packet[offset] = Self.type
    packet[offset + 1] = UInt8(Self.byteCount)
    packet.set(0 as UInt16, at: offset + 2)
    packet.set(path.number, at: offset + 4)
    packet.set(self.key, at: offset + 8)
    packet.set(UInt64(bitPattern: asked.nanoseconds), at: offset + 12)
    let code = code(of: packet, from: 0, by: key, &meter)
    packet.withUnsafeMutableBytes { code.write(to: $0.baseAddress! + offset + Self.codeOffset) }
  }

  /// Whether the hello that starts at `start` carries the right code.
  func isRight(in packet: PacketBuffer, from start: Int, by key: IntegrityKey, _ meter: inout Meter) -> Bool {
    let found = packet.withUnsafeBytes { bytes in
      MessageAuthenticationCode(reading: bytes.baseAddress! + start + Hello.byteCount + Self.codeOffset)
    }
    return found == code(of: packet, from: start, by: key, &meter)
  }

  /// Over all of the hello in front of the code. Both elements and the direction stand in there.
  private func code(
    of packet: PacketBuffer, from start: Int, by key: IntegrityKey, _ meter: inout Meter
  ) -> MessageAuthenticationCode {
    let covered = start..<(start + Hello.byteCount + Self.codeOffset)
    meter.charge(.hashByte, covered.count)
    return packet.withUnsafeBytes { bytes in
      key.code(UnsafeRawBufferPointer(rebasing: bytes[covered]), UnsafeRawBufferPointer(rebasing: bytes[..<0]))
    }
  }
}
