import Vocabulary

/// What an element authenticates network service headers with, path by path.
struct IntegrityTable {
  /// Where a packet came to the element from. The same packet may come past twice, before its encryption and after its
  /// decryption, and is no replay then.
  enum Arrival: UInt64 { case plain, decrypted }

  /// Nil: integrity is off; nothing is written, and nothing looked at.
  let mode: CryptoMode?
  private var places = ForwardingTable<Int>()
  private var ends: [HeaderIntegrity] = []

  init(_ mode: CryptoMode?) { self.mode = mode }

  mutating func install(_ key: FieldKey, identifier: UInt32, for path: ServicePathID) {
    guard let mode else { return }
    for arrival in [Arrival.plain, .decrypted] {
      if place(path, arrival) == nil {
        places.set(ends.count, for: Self.key(path, arrival))
        ends.append(HeaderIntegrity())
      }
      ends[place(path, arrival)!].install(IntegrityKey(identifier: identifier, key: key, mode: mode))
    }
  }

  mutating func remove(_ identifier: UInt32, of path: ServicePathID) {
    for arrival in [Arrival.plain, .decrypted] {
      guard let place = place(path, arrival) else { continue }
      ends[place].remove(keyIdentifier: identifier)
    }
  }

  /// Refuses a packet that does not carry the code of its path's key.
  @inline(__always)
  mutating func verify(
    _ packet: PacketBuffer, _ header: NetworkServiceHeader, _ arrival: Arrival, at now: Instant,
    _ effects: inout Effects
  ) throws(DropReason) {
    guard mode != nil else { return }
    guard let place = place(header.path, arrival) else { throw .notAuthenticated }
    try ends[place].verify(
      packet, at: EthernetHeader.byteCount, wallClock: effects.wallClock ?? now, &effects.meter)
  }

  /// Adds the code to a packet that has none.
  @inline(__always)
  func protect(
    _ packet: PacketBuffer, at offset: Int, of path: ServicePathID, at now: Instant, _ effects: inout Effects
  ) throws(DropReason) {
    guard mode != nil else { return }
    guard let place = place(path, .plain) else { throw .notAuthenticated }
    try ends[place].protect(packet, at: offset, wallClock: effects.wallClock ?? now, &effects.meter)
  }

  /// Makes the code anew behind a change of the header.
  @inline(__always)
  func renew(_ packet: PacketBuffer, of path: ServicePathID, _ effects: inout Effects) throws(DropReason) {
    guard mode != nil else { return }
    guard let place = place(path, .plain) else { throw .notAuthenticated }
    try ends[place].renew(packet, at: EthernetHeader.byteCount, &effects.meter)
  }

  private func place(_ path: ServicePathID, _ arrival: Arrival) -> Int? { places[Self.key(path, arrival)] }

  private static func key(_ path: ServicePathID, _ arrival: Arrival) -> UInt64 {
    UInt64(path.number) << 1 | arrival.rawValue
  }
}
