import Vocabulary

/// The end of a security association that decrypts.
public struct InboundAssociation {
  public let association: SecurityAssociation
  public private(set) var window: ReplayWindow

  private let cipher: PacketCipher

  public init(_ association: SecurityAssociation, mode: CryptoMode, windowSize: Int = 64) {
    self.association = association
    window = ReplayWindow(size: windowSize)
    cipher = PacketCipher(association, mode: mode, direction: .decrypting)
  }

  /// Turns the ESP packet from `offset` to the end back into the IPv4 packet within, and gives its header; what stands before
  /// stays before it. Bytes behind the ESP packet are cut off. Charges a cipher byte for each byte decrypted, authentic or not.
  ///
  /// Of a refused packet the bytes are undefined. Checks stand in the order of RFC 4303, 3.4: association, replay,
  /// authentication, padding.
  @discardableResult
  public mutating func open(
    _ packet: PacketBuffer, at offset: Int = 0, now: Instant, _ meter: inout Meter
  ) throws(DropReason) -> IPv4Header {
    let outer = try IPv4Header(in: packet, at: offset)
    guard outer.transport == .esp else { throw .unknownProtocol }
    let header = offset + outer.byteCount
    let text = header + ESP.headerByteCount + ESP.vectorByteCount
    let count = offset + outer.totalLength - ESP.tagByteCount - text
    guard count >= ESP.trailerByteCount else { throw .truncated }
    guard packet.uint32(at: header) == association.spi else { throw .unknownAssociation }
    guard outer.source == association.source else { throw .unknownAssociation }
    guard outer.destination == association.destination else { throw .unknownAssociation }
    guard now < association.expiry else { throw .associationExpired }
    let sequence = packet.uint32(at: header + 4)
    guard window.accepts(sequence) else { throw .replayed }
    meter.charge(.cipherByte, count)
    let isAuthentic = packet.withUnsafeMutableBytes { bytes in
      let start = bytes.baseAddress!
      return cipher.decrypt(PacketCipher.Region(header: start + header, text: start + text, count: count))
    }
    guard isAuthentic else { throw .badAuthentication }
    window.insert(sequence)

    let trailer = text + count - ESP.trailerByteCount
    let padding = Int(packet[trailer])
    guard padding <= trailer - text else { throw .badPadding }
    for number in 0..<padding {
      guard packet[trailer - padding + number] == UInt8(number + 1) else { throw .badPadding }
    }
    guard packet[trailer + 1] == IPProtocol.ipv4.rawValue else { throw .unknownProtocol }
    packet.truncate(to: trailer - padding)
    packet.remove(text - offset, at: offset)
    let inner = try IPv4Header(in: packet, at: offset)
    packet.truncate(to: offset + inner.totalLength)
    return inner
  }
}
