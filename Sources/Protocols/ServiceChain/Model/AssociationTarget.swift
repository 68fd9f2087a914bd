import Vocabulary

/// An element that takes security associations.
public protocol AssociationTarget {
  /// Puts the association to use and arms the timer of its expiry, or throws `AssociationDefect` and changes nothing.
  mutating func install(
    _ grant: AssociationGrant, at now: Instant, into effects: inout Effects
  ) throws(AssociationDefect)
  mutating func remove(_ path: EncryptionPathID, spi: UInt32) throws(AssociationDefect)
}
