import Vocabulary

/// The end of a security association that encrypts.
public struct OutboundAssociation {
  public let association: SecurityAssociation
  /// The number that the next packet gets; nil when all are used up. None is used twice (RFC 4303, 3.3.3).
  public private(set) var nextSequence: UInt32?

  private let cipher: PacketCipher

  public init(_ association: SecurityAssociation, mode: CryptoMode, firstSequence: UInt32 = 1) {
    precondition(firstSequence > 0, "sequence numbers start at 1")
    self.association = association
    nextSequence = firstSequence
    cipher = PacketCipher(association, mode: mode, direction: .encrypting)
  }

  /// Turns the IPv4 packet from `offset` to the end into an ESP packet; what stands before stays before it. Bytes behind the
  /// IPv4 packet are cut off. A refused packet is as it was. Charges a cipher byte for each byte encrypted.
  public mutating func seal(
    _ packet: PacketBuffer, at offset: Int = 0, now: Instant, _ meter: inout Meter
  ) throws(DropReason) {
    let inner = try IPv4Header(in: packet, at: offset)
    guard now < association.expiry else { throw .associationExpired }
    guard let sequence = nextSequence else { throw .sequenceExhausted }
    let padding = ESP.padding(of: inner.totalLength)
    let count = inner.totalLength + padding + ESP.trailerByteCount
    let front = IPv4Header.minimumByteCount + ESP.headerByteCount + ESP.vectorByteCount
    guard front + count + ESP.tagByteCount <= 0xFFFF else { throw .packetTooLarge }
    nextSequence = sequence == .max ? nil : sequence + 1

    packet.truncate(to: offset + inner.totalLength)
    packet.insert(front, at: offset)
    packet.append(count - inner.totalLength + ESP.tagByteCount)
    // The outer header takes the inner one's service class; congestion is not signalled through the tunnel (RFC 6040, 4.3).
    let outer = IPv4Header(
      trafficClass: inner.trafficClass & 0xFC, totalLength: packet.count - offset, transport: .esp,
      source: association.source, destination: association.destination)
    outer.write(to: packet, at: offset)
    let header = offset + outer.byteCount
    packet.set(association.spi, at: header)
    packet.set(sequence, at: header + 4)
    packet.set(UInt64(sequence), at: header + 8)
    let text = offset + front
    var end = text + inner.totalLength
    for number in 0..<padding { packet[end + number] = UInt8(number + 1) }
    end += padding
    packet[end] = UInt8(padding)
    packet[end + 1] = IPProtocol.ipv4.rawValue
    packet.withUnsafeMutableBytes { bytes in
      let start = bytes.baseAddress!
      cipher.encrypt(PacketCipher.Region(header: start + header, text: start + text, count: count))
    }
    meter.charge(.cipherByte, count)
  }
}
