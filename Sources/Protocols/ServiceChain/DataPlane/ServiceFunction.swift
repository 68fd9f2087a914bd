import Vocabulary

/// A service function that knows the network service header (paper, section 4.4): works on the packet inside, counts the
/// service index down and gives the packet back. The index alone says where on a path it is, so it may stand on one twice.
public struct ServiceFunction: StateMachine, RuleTarget {
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Customer premises equipment: forwards.
    case vCPE = "vcpe"
    /// A video cache: forwards, as in the paper.
    case cache
    /// Drops the packets of denied flows, and forwards the others.
    case firewall
  }

  /// A rule of a firewall, and how many packets it has dropped.
  public struct Denial: Hashable, Sendable {
    public var path: ServicePathID
    public var match: FlowMatch
    public var packets: Int64
  }

  public let element: ElementID
  public let kind: Kind
  public let ports: Ports
  /// Packets given back, and bytes of the packets inside.
  public private(set) var forwarded: (packets: Int64, bytes: Int64) = (0, 0)
  public private(set) var denials: [Denial] = []
  /// Which of `denials` are a path's.
  private var denialsOfPath = ForwardingTable<Range<Int>>()
  private var book = RuleBook()
  public var integrity: IntegrityTable

  /// - Parameter integrity: whether headers are authenticated, and how; nil: they are not.
  public init(_ element: ElementID, kind: Kind, ports: Ports, integrity: IntegritySettings? = nil) {
    self.element = element
    self.kind = kind
    self.ports = ports
    self.integrity = IntegrityTable(integrity)
  }

  // MARK: Rules

  public var ruleSets: [RuleSet] { book.ruleSets }

  /// Counts of rules that stay go on.
  public mutating func install(_ rules: RuleSet) throws(RuleDefect) {
    let book = try book.installing(rules)
    var denials: [Denial] = []
    var denialsOfPath = ForwardingTable<Range<Int>>()
    for set in book.ruleSets {
      let first = denials.count
      for rule in set.rules {
        switch rule {
        case .deny(let match):
          guard kind == .firewall else { throw .wrongElement }
          let counted = self.denials.first { $0.path == set.path && $0.match == match }?.packets ?? 0
          denials.append(Denial(path: set.path, match: match, packets: counted))
        case .classify, .endOfChain, .forward, .encrypt, .forwardEncrypted: throw .wrongElement
        }
      }
      denialsOfPath.set(first..<denials.count, for: UInt64(set.path.number))
    }
    (self.book, self.denials, self.denialsOfPath) = (book, denials, denialsOfPath)
  }

  // MARK: Packets

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    guard case .packet(let packet, on: let port) = input else { return effects.refuse(input) }
    effects.meter.chargeVisit(of: packet)
    do throws(DropReason) {
      try serve(packet, from: port, at: now, into: &effects)
    } catch {
      effects.drop(because: error)
    }
  }

  private mutating func serve(
    _ packet: PacketBuffer, from port: PortNumber, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    guard let neighbour = ports[port] else { throw .unknownSender }
    let frame = try EthernetHeader(in: packet, for: element)
    guard frame.type == .nsh else { return try answer(packet, frame, from: port, at: now, into: &effects) }
    var service = try NetworkServiceHeader(in: packet, at: EthernetHeader.byteCount)
    guard service.metadataType != .encryption else { throw .badHeader }
    guard service.nextProtocol == .ipv4 else { throw .unknownProtocol }
    try integrity.verify(packet, service, now: now, &effects)
    let inside = EthernetHeader.byteCount + service.byteCount
    if let places = denialsOfPath[UInt64(service.path.number)] {
      let header = try IPv4Header(in: packet, at: inside)
      let flow = try FiveTuple(of: header, in: packet, at: inside)
      for place in places where denials[place].match.matches(flow) {
        denials[place].packets += 1
        throw .denied
      }
    }
    try service.decrementIndex()
    service.write(to: packet, at: EthernetHeader.byteCount)
    try integrity.renew(packet, of: service.path, now: now, &effects)
    forwarded.packets += 1
    forwarded.bytes += Int64(packet.count - inside)
    EthernetHeader.write(to: packet, from: element, to: neighbour.element, type: .nsh)
    effects.transmit(packet, on: port)
  }
}
