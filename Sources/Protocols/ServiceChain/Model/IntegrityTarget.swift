/// An element that authenticates the network service headers of paths (RFC 9145).
///
/// Each path has a key of its own, which only the elements on it are given: whoever has one of them can make up packets of
/// that path, and of no other.
public protocol IntegrityTarget {
  /// Takes a key of 32 bytes for the path, in the place of one with this identifier. The last one is used to protect.
  mutating func install(integrityKey key: FieldKey, identifier: UInt32, for path: ServicePathID)
  /// Forgets a key.
  mutating func remove(integrityKey identifier: UInt32, of path: ServicePathID)
}
