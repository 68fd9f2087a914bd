import Vocabulary

/// An element that takes security associations.
public protocol AssociationTarget {
  /// Puts the association to use and arms the timer of its expiry, or throws `AssociationDefect` and changes nothing.
  mutating func install(
    _ grant: AssociationGrant, at now: Instant, into effects: inout Effects
  ) throws(AssociationDefect)
  mutating func remove(_ path: EncryptionPathID, spi: UInt32) throws(AssociationDefect)
}

/// Why an encryption function refuses an association.
public enum AssociationDefect: String, Error, CaseIterable, Sendable {
  /// Not 32 + 4 bytes.
  case keyLength = "key-length"
  /// Under 256 (RFC 4303, 2.1).
  case reservedSPI = "reserved-spi"
  /// Not greater than the last SPI of this path: its key may have met the same nonces before (RFC 4106, 2).
  case usedSPI = "used-spi"
  /// Zero or negative.
  case lifetime
  /// There is no such association.
  case unknown
}
