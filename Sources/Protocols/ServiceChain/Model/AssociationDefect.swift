/// Why an element refuses a key: an encryption function its association's, or any its path's.
public enum AssociationDefect: String, Error, CaseIterable, Sendable {
  /// Not 32 + 4 bytes, or not 32 for headers.
  case keyLength = "key-length"
  /// Under 256 (RFC 4303, 2.1).
  case reservedSPI = "reserved-spi"
  /// Not greater than the last SPI of this path: its key may have met the same nonces before (RFC 4106, 2).
  case usedSPI = "used-spi"
  /// Zero or negative.
  case lifetime
  /// There is no such association or key.
  case unknown
  /// The element does not authenticate headers.
  case integrityOff = "integrity-off"
}
