import Vocabulary

/// Authenticates network service headers and what they are put on, for one element (RFC 9145): MAC#1, which covers all but
/// the base header, so that forwarders, which count its time to live down, need not make it anew.
///
/// A classifier protects; whoever changes a covered field verifies first and renews after; whoever takes the header
/// off, or acts on it, verifies. A header of MD type 3 is covered as one of MD type 2, with its encryption path header
/// and the service layer's header behind it (RFC 9145, 4.6).
public struct HeaderIntegrity {
  /// How far a timestamp may lie from the element's clock, either way (RFC 9145, 7.5).
  public static let defaultTolerance = TimeSpan.seconds(2)
  /// What it adds to a header.
  public static let byteCount = IntegrityHeader.byteCount

  public let tolerance: TimeSpan
  /// Few; all verify, and the last one that may protect does.
  public private(set) var keys: [IntegrityKey] = []
  /// Its last key has expired, and no fresh one has come.
  public private(set) var isExpired = false
  private var seen: SeenCodes

  public init(tolerance: TimeSpan = HeaderIntegrity.defaultTolerance) {
    self.tolerance = tolerance
    seen = SeenCodes(tolerance: tolerance)
  }

  /// Takes a key, in the place of one with this identifier.
  public mutating func install(_ key: IntegrityKey) {
    removeKeys { $0.identifier == key.identifier }
    keys.append(key)
    isExpired = false
  }

  public mutating func removeKeys(where isUnwanted: (IntegrityKey) -> Bool) { keys.removeAll(where: isUnwanted) }

  mutating func expireKeys(at now: Instant) {
    guard keys.contains(where: { $0.expiry <= now }) else { return }
    removeKeys { $0.expiry <= now }
    isExpired = keys.isEmpty
  }

  var protectingKey: IntegrityKey? { keys.last(where: \.protects) }

  /// Adds a message authentication code to the header at `offset`, which must have MD type 2 or 3 and none yet.
  /// `wallClock` becomes the packet's timestamp. A refused packet is as it was.
  public func protect(
    _ packet: PacketBuffer, at offset: Int = 0, wallClock: Instant, _ meter: inout Meter
  ) throws(DropReason) {
    var header = try NetworkServiceHeader(in: packet, at: offset)
    guard let key = protectingKey else { throw .notAuthenticated }
    guard header.metadataType != .fixed else { throw .badHeader }
    guard try IntegrityHeader(of: header, in: packet, at: offset) == nil else { throw .badHeader }
    let byteCount = header.byteCount + IntegrityHeader.byteCount
    guard byteCount <= NetworkServiceHeader.largestByteCount else { throw .packetTooLarge }
    let integrity = IntegrityHeader(
      offset: offset + header.byteCount, keyIdentifier: key.identifier, timestamp: IntegrityTimestamp(wallClock))
    packet.insert(IntegrityHeader.byteCount, at: integrity.offset)
    header.byteCount = byteCount
    header.write(to: packet, at: offset)
    integrity.write(to: packet)
    integrity.write(integrity.rightCode(in: packet, at: offset, by: key, &meter), to: packet)
  }

  /// Makes the code anew after a covered field has changed. Timestamp and key stay as they are.
  public func renew(_ packet: PacketBuffer, at offset: Int = 0, _ meter: inout Meter) throws(DropReason) {
    let (integrity, key) = try find(in: packet, at: offset)
    integrity.write(integrity.rightCode(in: packet, at: offset, by: key, &meter), to: packet)
  }

  /// Refuses a packet whose code is missing, wrong, too old, from the future, or came before. A second packet of the
  /// same code is a replay: an element that sees a packet twice unchanged verifies it once.
  public mutating func verify(
    _ packet: PacketBuffer, at offset: Int = 0, wallClock: Instant, _ meter: inout Meter
  ) throws(DropReason) {
    let (integrity, key) = try find(in: packet, at: offset)
    let now = IntegrityTimestamp(wallClock)
    guard integrity.timestamp.isWithin(tolerance, of: now) else {
      throw integrity.timestamp < now ? .replayed : .futureDated
    }
    let code = integrity.code(in: packet)
    guard code == integrity.rightCode(in: packet, at: offset, by: key, &meter) else { throw .badAuthentication }
    guard seen.insert(code, at: wallClock) else { throw .replayed }
  }

  private func find(
    in packet: PacketBuffer, at offset: Int
  ) throws(DropReason) -> (header: IntegrityHeader, key: IntegrityKey) {
    let header = try NetworkServiceHeader(in: packet, at: offset)
    guard let integrity = try IntegrityHeader(of: header, in: packet, at: offset) else { throw .notAuthenticated }
    guard let key = keys.last(where: { $0.identifier == integrity.keyIdentifier }) else { throw .notAuthenticated }
    return (integrity, key)
  }
}
