import Vocabulary

/// Where chains begin and end: puts the network service header on packets by their five-tuple, and takes it off packets that
/// have been through their path (RFC 7665, 4.7).
public struct Classifier: StateMachine, RuleTarget {
  /// Where packets of a flow enter.
  private struct Entry {
    var path: ServicePathID
    var index: UInt8
  }
  /// Where packets leave that are at the end of their path.
  private struct Exit {
    var port: PortNumber
    var neighbour: ElementID
  }

  public let element: ElementID
  public let ports: Ports
  private var book = RuleBook()
  /// No entry: packets of the flow are dropped.
  private var entries: [(match: FlowMatch, entry: Entry?)] = []
  private var exits = ForwardingTable<Exit>()
  private var cache = FlowCache<Entry>()
  public var integrity: IntegrityTable

  /// - Parameter integrity: whether headers are authenticated, and how; nil: they are not.
  public init(_ element: ElementID, ports: Ports, integrity: IntegritySettings? = nil) {
    self.element = element
    self.ports = ports
    self.integrity = IntegrityTable(integrity)
  }

  // MARK: Rules

  public var ruleSets: [RuleSet] { book.ruleSets }

  public mutating func install(_ rules: RuleSet) throws(RuleDefect) {
    let book = try book.installing(rules)
    var entries: [(match: FlowMatch, entry: Entry?)] = []
    var exits = ForwardingTable<Exit>()
    for set in book.ruleSets {
      for rule in set.rules {
        switch rule {
        case .classify(let match, let index):
          entries.append((match, Entry(path: set.path, index: index)))
        case .deny(let match): entries.append((match, nil))
        case .endOfChain(let index, let neighbour):
          guard let port = ports.port(to: neighbour) else { throw .unknownNeighbour }
          guard ports[port]?.kind == .endpoint else { throw .wrongNeighbour }
          guard exits.insert(Exit(port: port, neighbour: neighbour), for: PathKey.service(set.path, index)) else {
            throw .conflicting
          }
        case .forward, .encrypt, .forwardEncrypted: throw .wrongElement
        }
      }
    }
    (self.book, self.entries, self.exits) = (book, entries, exits)
    cache.clear()
  }

  // MARK: Packets

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    guard case .packet(let packet, on: let port) = input else { return effects.refuse(input) }
    effects.meter.chargeVisit(of: packet)
    do throws(DropReason) {
      guard let neighbour = ports[port] else { throw .unknownSender }
      switch neighbour.kind {
      case .endpoint: try classify(packet, at: now, into: &effects)
      case .innerForwarder: try finish(packet, from: port, at: now, into: &effects)
      case .classifier, .outerForwarder, .serviceFunction, .encryptionFunction, .gateway: throw .unknownSender
      }
    } catch {
      effects.drop(because: error)
    }
  }

  private mutating func classify(
    _ packet: PacketBuffer, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    let frame = try EthernetHeader(in: packet, for: element)
    guard frame.type == .ipv4 else { throw .unknownProtocol }
    let header = try IPv4Header(in: packet, at: EthernetHeader.byteCount)
    let flow = try FiveTuple(of: header, in: packet, at: EthernetHeader.byteCount)
    let entry = try entry(of: flow)
    guard let inner = ports.port(to: .innerForwarder) else { throw .unknownPath }
    packet.removeFirst(EthernetHeader.byteCount)
    // Whatever padded the frame is no part of the packet.
    packet.removeLast(packet.count - header.totalLength)
    let service = NetworkServiceHeader(path: entry.path, index: entry.index)
    service.push(on: packet)
    try integrity.protect(packet, at: 0, of: entry.path, now: now, &effects)
    packet.prepend(EthernetHeader.byteCount)
    EthernetHeader.write(to: packet, from: element, to: ports[inner]!.element, type: .nsh)
    effects.transmit(packet, on: inner)
  }

  private mutating func entry(of flow: FiveTuple) throws(DropReason) -> Entry {
    if let entry = cache[flow] { return entry }
    guard let found = entries.first(where: { $0.match.matches(flow) }) else { throw .unclassified }
    guard let entry = found.entry else { throw .denied }
    cache.keep(entry, for: flow)
    return entry
  }

  private mutating func finish(
    _ packet: PacketBuffer, from port: PortNumber, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    let frame = try EthernetHeader(in: packet, for: element)
    guard frame.type == .nsh else { return try answer(packet, frame, from: port, at: now, into: &effects) }
    let service = try NetworkServiceHeader(in: packet, at: EthernetHeader.byteCount)
    guard service.metadataType != .encryption else { throw .badHeader }
    guard service.nextProtocol == .ipv4 else { throw .unknownProtocol }
    try integrity.verify(packet, service, now: now, &effects)
    guard let exit = exits[PathKey.service(service.path, service.index)] else { throw .unknownPath }
    packet.removeFirst(EthernetHeader.byteCount + service.byteCount)
    packet.prepend(EthernetHeader.byteCount)
    EthernetHeader.write(to: packet, from: element, to: exit.neighbour, type: .ipv4)
    effects.transmit(packet, on: exit.port)
  }
}
