import Protocols
import Vocabulary

/// An association between two encryption functions, and both its ends.
struct SampleAssociation {
  static let (here, there): (UInt32, UInt32) = (0x0A00_000A, 0x0A00_000B)

  static func make(spi: UInt32 = 0x1000, key: [UInt8] = (0..<36).map { UInt8($0) }) -> SecurityAssociation {
    SecurityAssociation(
      spi: spi, key: key, path: EncryptionPathID(9), source: here, destination: there,
      expiry: .start + .seconds(10))!
  }

  var outbound: OutboundAssociation
  var inbound: InboundAssociation
  var meter = Meter()
  var now = Instant.start

  init(mode: CryptoMode, windowSize: Int = 64, firstSequence: UInt32 = 1) {
    outbound = OutboundAssociation(SampleAssociation.make(), mode: mode, firstSequence: firstSequence)
    inbound = InboundAssociation(SampleAssociation.make(), mode: mode, windowSize: windowSize)
  }

  mutating func seal(_ packet: PacketBuffer, at offset: Int = 0) throws(DropReason) {
    try outbound.seal(packet, at: offset, now: now, &meter)
  }

  /// The reason of a refusal; nil if the packet was opened.
  mutating func open(_ packet: PacketBuffer, at offset: Int = 0) -> DropReason? {
    do throws(DropReason) {
      try inbound.open(packet, at: offset, now: now, &meter)
      return nil
    } catch {
      return error
    }
  }
}
