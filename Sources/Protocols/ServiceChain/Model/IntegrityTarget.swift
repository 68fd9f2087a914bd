import Vocabulary

/// An element that authenticates the network service headers of paths (RFC 9145).
///
/// Each path has a key of its own, which only the elements on it are given: whoever has one of them can make up packets of
/// that path, and of no other.
public protocol IntegrityTarget {
  var integrity: IntegrityTable { get set }
}

extension IntegrityTarget {
  /// Takes a key, in the place of one with its identifier, or throws `AssociationDefect` and changes nothing.
  public mutating func install(
    _ grant: IntegrityGrant, at now: Instant, into effects: inout Effects
  ) throws(AssociationDefect) {
    try integrity.install(grant, at: now, &effects.meter)
    effects.note(ServiceChainNote.integrityKeyInstalled.note(grant.identifier, grant.path.number))
  }

  /// Forgets a key.
  public mutating func remove(integrityKey identifier: UInt32, of path: ServicePathID) throws(AssociationDefect) {
    guard integrity.remove(identifier, of: path) else { throw .unknown }
  }
}
