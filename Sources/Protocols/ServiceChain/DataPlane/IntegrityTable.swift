import Vocabulary

/// What an element authenticates network service headers with, path by path.
public struct IntegrityTable {
  /// Where a packet came to the element from. The same packet may come past twice, before its encryption and after its
  /// decryption, and is no replay then.
  enum Arrival: UInt64 { case plain, decrypted }

  /// Nil: integrity is off; nothing is written, and nothing looked at.
  let settings: IntegritySettings?
  private var places = ForwardingTable<Int>()
  private var ends: [HeaderIntegrity] = []
  private var nextExpiry = Instant.never
  /// By path: the key that was replaced last. Hellos may still carry it, as the new one does not come to all at once. Never iterated.
  private var former: [ServicePathID: IntegrityKey] = [:]

  init(_ settings: IntegritySettings?) { self.settings = settings }

  // MARK: Keys

  /// The keys of a path, by identifier: those that can be verified with, and that which is put on packets.
  func keys(of path: ServicePathID) -> (known: [UInt32], protecting: UInt32?) {
    guard let place = place(path, .plain) else { return ([], nil) }
    return (ends[place].keys.map(\.identifier).sorted(), ends[place].protectingKey?.identifier)
  }

  mutating func install(
    _ grant: IntegrityGrant, at now: Instant, _ meter: inout Meter
  ) throws(AssociationDefect) {
    guard let settings else { throw .integrityOff }
    guard let bytes = FieldKey(bytes: grant.key) else { throw .keyLength }
    guard grant.lifetime > .zero else { throw .lifetime }
    // The key's two blocks (RFC 2104, section 4).
    meter.charge(.hashByte, 128)
    let key = IntegrityKey(
      identifier: grant.identifier, key: bytes, mode: settings.mode, protects: grant.use == .protect,
      expiry: now + grant.lifetime)
    expire(at: now)
    if grant.method == .replace, let place = place(grant.path, .plain), let key = ends[place].keys.last,
      key.identifier != grant.identifier
    {
      former[grant.path] = key
    }
    for arrival in [Arrival.plain, .decrypted] {
      if place(grant.path, arrival) == nil {
        places.set(ends.count, for: Self.key(grant.path, arrival))
        ends.append(HeaderIntegrity(tolerance: settings.tolerance))
      }
      let place = place(grant.path, arrival)!
      switch grant.method {
      case .replace: ends[place].removeKeys { $0.identifier != grant.identifier }
      case .makeBeforeBreak: break
      }
      ends[place].install(key)
    }
    armExpiry()
  }

  /// False if there is no such key.
  mutating func remove(_ identifier: UInt32, of path: ServicePathID) -> Bool {
    var isKnown = false
    if former[path]?.identifier == identifier { former[path] = nil }
    for arrival in [Arrival.plain, .decrypted] {
      guard let place = place(path, arrival) else { continue }
      isKnown = isKnown || ends[place].keys.contains { $0.identifier == identifier }
      ends[place].removeKeys { $0.identifier == identifier }
    }
    return isKnown
  }

  /// Deletes what has expired: no packet is made or taken with it any more.
  private mutating func expire(at now: Instant) {
    guard nextExpiry <= now else { return }
    for place in ends.indices { ends[place].expireKeys(at: now) }
    armExpiry()
  }

  private mutating func armExpiry() { nextExpiry = ends.lazy.flatMap(\.keys).map(\.expiry).min() ?? .never }

  /// What hellos may be authenticated with: the keys of the path, the oldest first, and the one before.
  mutating func helloKeys(of path: ServicePathID, at now: Instant) -> [IntegrityKey] {
    expire(at: now)
    guard let place = place(path, .plain) else { return [] }
    return ends[place].keys + [former[path]].compactMap { $0 }.filter { $0.expiry > now }
  }

  // MARK: Packets

  /// Refuses a packet whose header at `offset` does not carry the code of its path's key.
  @inline(__always)
  mutating func verify(
    _ packet: PacketBuffer, _ header: NetworkServiceHeader, at offset: Int = EthernetHeader.byteCount,
    _ arrival: Arrival = .plain, now: Instant, _ effects: inout Effects
  ) throws(DropReason) {
    guard settings != nil else { return }
    let place = try keyed(header.path, arrival, now)
    try ends[place].verify(packet, at: offset, wallClock: effects.wallClock ?? now, &effects.meter)
  }

  /// Adds the code to a packet that has none.
  @inline(__always)
  mutating func protect(
    _ packet: PacketBuffer, at offset: Int, of path: ServicePathID, now: Instant, _ effects: inout Effects
  ) throws(DropReason) {
    guard settings != nil else { return }
    let place = try keyed(path, .plain, now)
    try ends[place].protect(packet, at: offset, wallClock: effects.wallClock ?? now, &effects.meter)
  }

  /// Makes the code anew behind a change of the header.
  @inline(__always)
  mutating func renew(
    _ packet: PacketBuffer, of path: ServicePathID, now: Instant, _ effects: inout Effects
  ) throws(DropReason) {
    guard settings != nil else { return }
    let place = try keyed(path, .plain, now)
    try ends[place].renew(packet, at: EthernetHeader.byteCount, &effects.meter)
  }

  /// Where the keys of a path are.
  private mutating func keyed(_ path: ServicePathID, _ arrival: Arrival, _ now: Instant) throws(DropReason) -> Int {
    expire(at: now)
    guard let place = place(path, arrival) else { throw .notAuthenticated }
    guard !ends[place].isExpired else { throw .keyExpired }
    return place
  }

  private func place(_ path: ServicePathID, _ arrival: Arrival) -> Int? { places[Self.key(path, arrival)] }

  private static func key(_ path: ServicePathID, _ arrival: Arrival) -> UInt64 {
    UInt64(path.number) << 1 | arrival.rawValue
  }
}
