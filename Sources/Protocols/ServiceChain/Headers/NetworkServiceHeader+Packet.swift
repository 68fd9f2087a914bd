extension NetworkServiceHeader {
  /// Reads the header at `offset`. Refuses another version than 0, packets for operations and maintenance (O), which nobody
  /// here supports, MD types that are not understood, and lengths that do not fit the type, the context headers or the
  /// packet (RFC 8300, 2.2 and 2.5).
  public init(in packet: borrowing PacketBuffer, at offset: Int = 0) throws(DropReason) {
    guard packet.count - offset >= 8 else { throw .truncated }
    let base = packet.uint32(at: offset)
    guard base >> 29 == 0 else { throw .badHeader }
    guard let metadataType = MetadataType(rawValue: UInt8(truncatingIfNeeded: base >> 8 & 15)) else {
      throw .badHeader
    }
    byteCount = Int(base >> 16 & 63) * 4
    guard byteCount >= metadataType.byteCount else { throw .badHeader }
    guard packet.count - offset >= byteCount else { throw .truncated }
    timeToLive = UInt8(truncatingIfNeeded: base >> 22 & 63)
    self.metadataType = metadataType
    nextProtocol = NextProtocol(rawValue: UInt8(truncatingIfNeeded: base))
    let service = packet.uint32(at: offset + 4)
    path = ServicePathID(service >> 8)
    index = UInt8(truncatingIfNeeded: service)
    encryptionPath = EncryptionPathID(0)
    encryptionIndex = 0
    switch metadataType {
    case .fixed:
      guard byteCount == metadataType.byteCount else { throw .badHeader }
    case .variable:
      try ContextHeaders.check(in: packet, from: offset + metadataType.byteCount, to: offset + byteCount)
    case .encryption:
      let encryption = packet.uint32(at: offset + 8)
      encryptionPath = EncryptionPathID(encryption >> 8)
      encryptionIndex = UInt8(truncatingIfNeeded: encryption)
      try ContextHeaders.check(in: packet, from: offset + metadataType.byteCount, to: offset + byteCount)
    }
  }

  /// Writes the header at `offset`. Context headers that stand behind it stay.
  public func write(to packet: PacketBuffer, at offset: Int = 0) {
    let control = UInt32(timeToLive) << 22 | UInt32(byteCount / 4) << 16
    packet.set(control | UInt32(metadataType.rawValue) << 8 | UInt32(nextProtocol.rawValue), at: offset)
    packet.set(path.number << 8 | UInt32(index), at: offset + 4)
    guard metadataType == .encryption else { return }
    packet.set(encryptionPath.number << 8 | UInt32(encryptionIndex), at: offset + 8)
  }

  /// Puts a header without context headers in front; four words of context are zeros.
  public func push(on packet: PacketBuffer) {
    let byteCount = metadataType.byteCount
    packet.prepend(byteCount)
    var header = self
    header.byteCount = byteCount
    if metadataType == .fixed {
      packet.set(0 as UInt64, at: 8)
      packet.set(0 as UInt64, at: 16)
    }
    header.write(to: packet)
  }

  /// Counts down the time to live, as every forwarder does before it looks the path up. From 0 it goes on at 63, for
  /// senders that leave it at 0; at 0 after counting the packet ends (RFC 8300, 2.2).
  public mutating func decrementTimeToLive() throws(DropReason) {
    guard timeToLive != 1 else { throw .ttlExpired }
    timeToLive = (timeToLive &- 1) & 63
  }

  /// Counts down the service index, as every service function does when it has done its work (RFC 8300, 2.3).
  public mutating func decrementIndex() throws(DropReason) {
    guard index > 0 else { throw .indexExhausted }
    index -= 1
  }

  /// Counts down the encryption index, as every encryption function does.
  public mutating func decrementEncryptionIndex() throws(DropReason) {
    guard encryptionIndex > 0 else { throw .indexExhausted }
    encryptionIndex -= 1
  }
}
