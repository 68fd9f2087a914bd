import Vocabulary

/// The service function forwarder of the service layer on one compute node: joins classifier, service functions and encryption
/// functions, and is pinned there, so that plain packets cannot leave (paper, sections 4.1.1 and 4.1.2).
///
/// It looks packets up by SPI, SI and the neighbour that they arrive from: behind a service function the packet is to be
/// encrypted, behind the decryption it is at the same SPI and SI, and goes on to the next service function.
public struct InnerForwarder: StateMachine, RuleTarget {
  private struct Hop {
    var port: PortNumber
    var neighbour: ElementID
    /// Nil: hand it on as it is.
    var encryption: EncryptionPathID?
  }

  public let element: ElementID
  public let ports: Ports
  private var book = RuleBook()
  private var hops = ForwardingTable<Hop>()
  public var integrity: IntegrityTable
  var monitor: NeighbourMonitor

  /// - Parameters:
  ///   - integrity: whether headers are authenticated, and how; nil: they are not.
  ///   - liveness: how the neighbours that it is told to `watch` are watched; nil: they are not.
  public init(
    _ element: ElementID, ports: Ports, integrity: IntegritySettings? = nil, liveness: LivenessSettings? = nil
  ) {
    self.element = element
    self.ports = ports
    self.integrity = IntegrityTable(integrity)
    monitor = NeighbourMonitor(liveness)
  }

  // MARK: Rules

  public var ruleSets: [RuleSet] { book.ruleSets }

  public mutating func install(_ rules: RuleSet) throws(RuleDefect) {
    let book = try book.installing(rules)
    var hops = ForwardingTable<Hop>()
    for set in book.ruleSets {
      for rule in set.rules {
        let (index, from, hop) = try hop(of: rule)
        guard let origin = ports.port(to: from) else { throw .unknownNeighbour }
        guard hops.insert(hop, for: PathKey.service(set.path, index, from: origin.slot)) else { throw .conflicting }
      }
    }
    (self.book, self.hops) = (book, hops)
  }

  private func hop(of rule: FlowRule) throws(RuleDefect) -> (index: UInt8, from: ElementID, hop: Hop) {
    switch rule {
    case .forward(let index, let from, let to):
      guard let port = ports.port(to: to) else { throw .unknownNeighbour }
      guard ports[port]?.kind != .encryptionFunction else { throw .wrongNeighbour }
      // What was decrypted here is for a function here.
      let wasDecrypted = ports.port(to: from).map { ports[$0]?.kind == .encryptionFunction } ?? false
      guard !wasDecrypted || ports[port]?.kind != .outerForwarder else { throw .wrongNeighbour }
      return (index, from, Hop(port: port, neighbour: to, encryption: nil))
    case .encrypt(let index, let from, let path, let by):
      guard let port = ports.port(to: by) else { throw .unknownNeighbour }
      guard ports[port]?.kind == .encryptionFunction else { throw .wrongNeighbour }
      return (index, from, Hop(port: port, neighbour: by, encryption: path))
    case .classify, .endOfChain, .forwardEncrypted, .deny: throw .wrongElement
    }
  }

  // MARK: Packets

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .packet(let packet, on: let port):
      effects.meter.chargeVisit(of: packet)
      do throws(DropReason) {
        try forward(packet, from: port, at: now, into: &effects)
      } catch {
        effects.drop(because: error)
      }
    case .started: monitor.start(into: &effects)
    case .timer(NeighbourMonitor.helloTimer): greet(at: now, into: &effects)
    case .timer(NeighbourMonitor.detectionTimer): monitor.detect(at: now, into: &effects)
    case .message: effects.drop(because: .unknownKind)
    case .timer, .synced, .read: break
    }
  }

  private mutating func forward(
    _ packet: PacketBuffer, from port: PortNumber, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    guard let neighbour = ports[port] else { throw .unknownSender }
    let frame = try EthernetHeader(in: packet, for: element)
    guard frame.type == .nsh else { return try hear(packet, frame, from: port, at: now, into: &effects) }
    var service = try NetworkServiceHeader(in: packet, at: EthernetHeader.byteCount)
    guard service.metadataType != .encryption else { throw .badHeader }
    try service.decrementTimeToLive()
    let arrival: IntegrityTable.Arrival = neighbour.kind == .encryptionFunction ? .decrypted : .plain
    try integrity.verify(packet, service, arrival, now: now, &effects)
    guard let hop = hops[PathKey.service(service.path, service.index, from: port.slot)] else { throw .unknownPath }
    service.write(to: packet, at: EthernetHeader.byteCount)
    if let path = hop.encryption {
      packet.removeFirst(EthernetHeader.byteCount)
      NetworkServiceHeader(encryptionPath: path, on: service).push(on: packet)
      packet.prepend(EthernetHeader.byteCount)
    }
    EthernetHeader.write(to: packet, from: element, to: hop.neighbour, type: .nsh)
    effects.transmit(packet, on: hop.port)
  }

  // MARK: Watching

  private mutating func greet(at now: Instant, into effects: inout Effects) {
    for (target, proof) in monitor.beginRound(at: now, &integrity, into: &effects) {
      guard let port = ports.port(to: target) else { continue }
      let hello = Hello.packet(
        from: element, to: target, via: target, settings: monitor.settings, proof: proof, &effects.meter)
      effects.meter.chargeVisit(of: hello)
      effects.transmit(hello, on: port)
    }
  }

  private mutating func hear(
    _ packet: PacketBuffer, _ frame: EthernetHeader, from port: PortNumber, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    guard frame.type == .ipv4 else { throw .unknownProtocol }
    let hello = try Hello(in: packet, at: EthernetHeader.byteCount, to: element)
    // Nobody speaks for somebody else.
    guard ports[port]?.element == hello.sender else { throw .unknownSender }
    guard !hello.isQuestion || ports[port]?.kind == .outerForwarder else { throw .unknownSender }
    try hello.verify(in: packet, by: &integrity, at: now, &effects.meter)
    guard !hello.isQuestion else { return answer(hello, from: port, at: now, into: &effects) }
    try monitor.hear(hello, at: now, into: &effects)
  }
}

extension InnerForwarder: NeighbourWatcher {
  public mutating func watch(_ neighbours: [ElementID]) {
    let outer = ports.port(to: .outerForwarder).flatMap { ports[$0]?.element }
    monitor.watch(neighbours) { neighbour in
      let named = book.path { $0.neighbours.contains(neighbour) }
      guard named == nil, neighbour == outer else { return named }
      // What is encrypted here goes on there.
      return book.path { rule in if case .encrypt = rule { true } else { false } }
    }
  }

  public mutating func takeReports() -> [NeighbourReport] { monitor.takeReports() }

  /// Whoever its rules name, and the outer forwarder where something is encrypted.
  public var neighboursInUse: [ElementID] {
    var used = book.neighbours.filter { ports.port(to: $0) != nil }
    let encrypts = used.contains { ports.port(to: $0).map { ports[$0]?.kind } == .encryptionFunction }
    if encrypts, let outer = ports.port(to: .outerForwarder).flatMap({ ports[$0]?.element }), !used.contains(outer) {
      used.append(outer)
    }
    return used
  }
}
