import Vocabulary

/// The security associations of one encryption function: found by encryption path to encrypt, by ESP's SPI to decrypt.
struct AssociationTable {
  /// What is known of an encryption path, associations or not.
  private struct PathState {
    /// The greatest SPI that it ever had here.
    var newestSPI: UInt32
    /// Its last association expired, and no fresh key has come.
    var isExpired = false
  }

  private var outbound: [OutboundAssociation] = []
  private var inbound: [InboundAssociation] = []
  private var outboundPlaces = ForwardingTable<Int>()
  private var inboundPlaces = ForwardingTable<Int>()
  private var paths = ForwardingTable<PathState>()

  var all: [SecurityAssociation] {
    (outbound.map(\.association) + inbound.map(\.association)).sorted { $0.spi < $1.spi }
  }

  var nextExpiry: Instant? { all.map(\.expiry).min() }

  // MARK: Packets

  mutating func seal(
    _ packet: PacketBuffer, at offset: Int, over path: EncryptionPathID, now: Instant, _ meter: inout Meter
  ) throws(DropReason) {
    guard let place = outboundPlaces[UInt64(path.number)] else { throw missing(path) }
    try outbound[place].seal(packet, at: offset, now: now, &meter)
  }

  mutating func open(
    _ packet: PacketBuffer, at offset: Int, over path: EncryptionPathID, now: Instant, _ meter: inout Meter
  ) throws(DropReason) {
    let spi = try ESP.spi(in: packet, at: offset)
    guard let place = inboundPlaces[UInt64(spi)] else { throw missing(path) }
    guard inbound[place].association.path == path else { throw .unknownAssociation }
    try inbound[place].open(packet, at: offset, now: now, &meter)
  }

  private func missing(_ path: EncryptionPathID) -> DropReason {
    paths[UInt64(path.number)]?.isExpired == true ? .associationExpired : .unknownAssociation
  }

  // MARK: Changes

  mutating func install(
    _ grant: AssociationGrant, of element: ElementID, mode: CryptoMode, at now: Instant
  ) throws(AssociationDefect) {
    guard grant.key.count == SecurityAssociation.keyByteCount else { throw .keyLength }
    guard grant.spi >= ESP.smallestSPI else { throw .reservedSPI }
    guard grant.lifetime > .zero else { throw .lifetime }
    let path = UInt64(grant.path.number)
    guard grant.spi > paths[path]?.newestSPI ?? 0 else { throw .usedSPI }
    guard !all.contains(where: { $0.spi == grant.spi }) else { throw .usedSPI }
    let (own, peer) = (element.networkAddress, grant.peer.networkAddress)
    let encrypts = grant.role == .encrypt
    let association = SecurityAssociation(
      spi: grant.spi, key: grant.key, path: grant.path, source: encrypts ? own : peer,
      destination: encrypts ? peer : own, expiry: now + grant.lifetime)
    guard let association else { throw .keyLength }
    switch grant.role {
    case .encrypt:
      outbound.removeAll { $0.association.path == grant.path }
      outbound.append(OutboundAssociation(association, mode: mode))
    case .decrypt:
      switch grant.method {
      case .replace: inbound.removeAll { $0.association.path == grant.path }
      case .makeBeforeBreak: break
      }
      inbound.append(InboundAssociation(association, mode: mode))
    }
    paths.set(PathState(newestSPI: grant.spi), for: path)
    index()
  }

  mutating func remove(_ path: EncryptionPathID, spi: UInt32) throws(AssociationDefect) {
    guard all.contains(where: { $0.path == path && $0.spi == spi }) else { throw .unknown }
    outbound.removeAll { $0.association.spi == spi }
    inbound.removeAll { $0.association.spi == spi }
    index()
  }

  /// Deletes the associations that have expired, and gives them.
  mutating func expire(at now: Instant) -> [SecurityAssociation] {
    let expired = all.filter { $0.expiry <= now }
    guard !expired.isEmpty else { return [] }
    outbound.removeAll { $0.association.expiry <= now }
    inbound.removeAll { $0.association.expiry <= now }
    index()
    for association in expired {
      let path = UInt64(association.path.number)
      guard !all.contains(where: { $0.path == association.path }) else { continue }
      guard var state = paths[path] else { continue }
      state.isExpired = true
      paths.set(state, for: path)
    }
    return expired
  }

  private mutating func index() {
    (outboundPlaces, inboundPlaces) = (ForwardingTable(), ForwardingTable())
    for (place, end) in outbound.enumerated() { outboundPlaces.set(place, for: UInt64(end.association.path.number)) }
    for (place, end) in inbound.enumerated() { inboundPlaces.set(place, for: UInt64(end.association.spi)) }
  }
}
