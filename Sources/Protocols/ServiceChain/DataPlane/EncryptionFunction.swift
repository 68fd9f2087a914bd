import Vocabulary

/// Stands in front of a service function: encrypts what comes from the inner forwarder and decrypts what comes from the outer
/// one, with a security association for each encryption path (paper, section 4.6).
///
/// What leaves towards the outer forwarder has been encrypted, or does not leave.
public struct EncryptionFunction: StateMachine, AssociationTarget {
  /// Runs to the next expiry of an association.
  public static let expiryTimer = TimerID(slot: 0)

  public let element: ElementID
  public let ports: Ports
  let mode: CryptoMode
  var associations = AssociationTable()
  public var integrity: IntegrityTable

  /// - Parameter ports: to the inner forwarder (plain packets) and to the outer one (encrypted ones).
  /// - Parameter integrity: whether headers are authenticated, and how; nil: they are not.
  public init(_ element: ElementID, ports: Ports, mode: CryptoMode = .real, integrity: IntegritySettings? = nil) {
    self.element = element
    self.ports = ports
    self.mode = mode
    self.integrity = IntegrityTable(integrity)
  }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .packet(let packet, on: let port):
      effects.meter.chargeVisit(of: packet)
      do throws(DropReason) {
        try serve(packet, from: port, at: now, into: &effects)
      } catch {
        effects.drop(because: error)
      }
    case .timer(EncryptionFunction.expiryTimer): expire(at: now, into: &effects)
    case .message: effects.drop(because: .unknownKind)
    case .started, .timer, .synced, .read: break
    }
  }

  // MARK: Packets

  private mutating func serve(
    _ packet: PacketBuffer, from port: PortNumber, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    guard let neighbour = ports[port] else { throw .unknownSender }
    let frame = try EthernetHeader(in: packet, for: element)
    guard frame.type == .nsh else { return try answer(packet, frame, from: port, at: now, into: &effects) }
    var outer = try NetworkServiceHeader(in: packet, at: EthernetHeader.byteCount)
    guard outer.metadataType == .encryption else { throw .badHeader }
    guard outer.nextProtocol == .nsh else { throw .unknownProtocol }
    let innerOffset = EthernetHeader.byteCount + outer.byteCount
    let inner = try NetworkServiceHeader(in: packet, at: innerOffset)
    guard inner.metadataType != .encryption else { throw .badHeader }
    guard inner.nextProtocol == .ipv4 else { throw .unknownProtocol }
    guard inner.path == outer.path else { throw .badHeader }
    guard inner.index == outer.index else { throw .badHeader }
    try outer.decrementEncryptionIndex()
    let content = innerOffset + inner.byteCount
    switch neighbour.kind {
    case .innerForwarder:
      guard let port = ports.port(to: .outerForwarder) else { throw .unknownPath }
      try integrity.verify(packet, inner, at: innerOffset, now: now, &effects)
      try associations.seal(packet, at: content, over: outer.encryptionPath, now: now, &effects.meter)
      outer.write(to: packet, at: EthernetHeader.byteCount)
      try integrity.protect(packet, at: EthernetHeader.byteCount, of: outer.path, now: now, &effects)
      EthernetHeader.write(to: packet, from: element, to: ports[port]!.element, type: .nsh)
      effects.transmit(packet, on: port)
    case .outerForwarder:
      guard let port = ports.port(to: .innerForwarder) else { throw .unknownPath }
      try integrity.verify(packet, outer, now: now, &effects)
      try associations.open(packet, at: content, over: outer.encryptionPath, now: now, &effects.meter)
      packet.removeFirst(innerOffset)
      packet.prepend(EthernetHeader.byteCount)
      EthernetHeader.write(to: packet, from: element, to: ports[port]!.element, type: .nsh)
      effects.transmit(packet, on: port)
    case .classifier, .serviceFunction, .encryptionFunction, .gateway, .endpoint: throw .unknownSender
    }
  }

  // MARK: Associations

  /// The associations that it holds, of both directions, by SPI.
  public var securityAssociations: [SecurityAssociation] { associations.all }

  public mutating func install(
    _ grant: AssociationGrant, at now: Instant, into effects: inout Effects
  ) throws(AssociationDefect) {
    try associations.install(grant, of: element, mode: mode, at: now)
    effects.meter.charge(.associate)
    effects.note(ServiceChainNote.associationInstalled.note(grant.spi, grant.path.number))
    armExpiry(at: now, into: &effects)
  }

  public mutating func remove(_ path: EncryptionPathID, spi: UInt32) throws(AssociationDefect) {
    try associations.remove(path, spi: spi)
  }

  /// Deletes what has expired (paper, section 6.2.4).
  private mutating func expire(at now: Instant, into effects: inout Effects) {
    for expired in associations.expire(at: now) {
      effects.note(ServiceChainNote.associationExpired.note(expired.spi, expired.path.number))
    }
    armExpiry(at: now, into: &effects)
  }

  private func armExpiry(at now: Instant, into effects: inout Effects) {
    guard let next = associations.nextExpiry else { return }
    effects.arm(EncryptionFunction.expiryTimer, after: max(next - now, .zero))
  }
}
