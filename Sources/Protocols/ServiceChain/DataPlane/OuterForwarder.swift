import Vocabulary

/// The service function forwarder of the encryption layer on one compute node: joins encryption functions and the inner
/// forwarder to the outer forwarders of other sites, through VXLAN-GPE tunnels over the underlay (paper, section 4.1).
public struct OuterForwarder: StateMachine, RuleTarget {
  /// Where the next element is: on a port, or at the end of a tunnel.
  private struct Hop {
    var port: PortNumber
    var neighbour: ElementID
    var isTunnel: Bool
  }

  public let element: ElementID
  public let ports: Ports
  /// The outer forwarders of other sites, at the ends of tunnels.
  public private(set) var peers: [ElementID]
  /// Where in `peers` a tunnel's far address stands.
  private var peerPlaces = ForwardingTable<Int>()
  private var book = RuleBook()
  private var hops = ForwardingTable<Hop>()
  public var integrity: IntegrityTable
  var monitor: NeighbourMonitor

  /// - Parameters:
  ///   - integrity: whether headers are authenticated, and how; nil: they are not.
  ///   - liveness: how the peers that it is told to `watch` are watched; nil: they are not.
  public init(
    _ element: ElementID, ports: Ports, peers: [ElementID], integrity: IntegritySettings? = nil,
    liveness: LivenessSettings? = nil
  ) {
    self.element = element
    self.ports = ports
    self.peers = peers
    self.integrity = IntegrityTable(integrity)
    monitor = NeighbourMonitor(liveness)
    for (place, peer) in peers.enumerated() { peerPlaces.set(place, for: UInt64(peer.networkAddress)) }
  }

  // MARK: Rules

  public var ruleSets: [RuleSet] { book.ruleSets }

  public mutating func install(_ rules: RuleSet) throws(RuleDefect) {
    let book = try book.installing(rules)
    var hops = ForwardingTable<Hop>()
    for set in book.ruleSets {
      for rule in set.rules {
        let (key, hop) = try entry(of: rule, on: set.path)
        guard hops.insert(hop, for: key) else { throw .conflicting }
      }
    }
    (self.book, self.hops) = (book, hops)
  }

  private func entry(of rule: FlowRule, on path: ServicePathID) throws(RuleDefect) -> (key: UInt64, hop: Hop) {
    switch rule {
    case .forward(let index, let from, let to):
      let (origin, hop) = (try place(of: from), try hop(to: to))
      guard origin.kind != .encryptionFunction else { throw .wrongNeighbour }
      guard hop.isTunnel || ports[hop.port]?.kind == .innerForwarder else { throw .wrongNeighbour }
      return (PathKey.service(path, index, from: origin.place), hop)
    case .forwardEncrypted(let encryptionPath, let index, let from, let to):
      let (origin, hop) = (try place(of: from), try hop(to: to))
      // What the inner forwarder has tagged is to be encrypted here first.
      guard origin.kind != .innerForwarder else { throw .wrongNeighbour }
      guard hop.isTunnel || ports[hop.port]?.kind == .encryptionFunction else { throw .wrongNeighbour }
      return (PathKey.encryption(encryptionPath, index, from: origin.place), hop)
    case .classify, .endOfChain, .encrypt, .deny: throw .wrongElement
    }
  }

  /// The number that stands for a neighbour in the table's keys: tunnels come behind the ports that can ever be.
  private func place(of neighbour: ElementID) throws(RuleDefect) -> (place: Int, kind: ElementKind) {
    if let peer = peers.firstIndex(of: neighbour) { return (OuterForwarder.firstTunnel + peer, .outerForwarder) }
    guard let port = ports.port(to: neighbour) else { throw .unknownNeighbour }
    return (port.slot, ports[port]!.kind)
  }

  private func hop(to neighbour: ElementID) throws(RuleDefect) -> Hop {
    if peers.contains(neighbour) {
      guard let port = ports.port(to: .gateway) else { throw .unknownNeighbour }
      return Hop(port: port, neighbour: neighbour, isTunnel: true)
    }
    guard let port = ports.port(to: neighbour) else { throw .unknownNeighbour }
    return Hop(port: port, neighbour: neighbour, isTunnel: false)
  }

  private static let firstTunnel = 1 << 24

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
    var origin = port.slot
    if neighbour.kind == .gateway {
      guard frame.type == .ipv4 else { throw .unknownProtocol }
      guard let tunnel = try Tunnel(in: packet, at: EthernetHeader.byteCount, to: element) else {
        return try hear(packet, from: port, at: now, into: &effects)
      }
      guard let peer = peerPlaces[UInt64(tunnel.source)] else { throw .unknownSender }
      origin = OuterForwarder.firstTunnel + peer
      packet.removeLast(packet.count - tunnel.end)
      packet.removeFirst(tunnel.byteCount)
    } else if frame.type != .nsh {
      guard frame.type == .ipv4 else { throw .unknownProtocol }
      return try hear(packet, from: port, at: now, into: &effects)
    }
    var service = try NetworkServiceHeader(in: packet, at: EthernetHeader.byteCount)
    try service.decrementTimeToLive()
    try integrity.verify(packet, service, now: now, &effects)
    let key =
      service.metadataType == .encryption
      ? PathKey.encryption(service.encryptionPath, service.encryptionIndex, from: origin)
      : PathKey.service(service.path, service.index, from: origin)
    guard let hop = hops[key] else { throw .unknownPath }
    service.write(to: packet, at: EthernetHeader.byteCount)
    if hop.isTunnel {
      packet.removeFirst(EthernetHeader.byteCount)
      Tunnel.push(on: packet, from: element, to: hop.neighbour, flow: service.path)
      packet.prepend(EthernetHeader.byteCount)
      EthernetHeader.write(to: packet, from: element, to: ports[hop.port]!.element, type: .ipv4)
    } else {
      EthernetHeader.write(to: packet, from: element, to: hop.neighbour, type: .nsh)
    }
    effects.transmit(packet, on: hop.port)
  }

  // MARK: Watching

  private mutating func greet(at now: Instant, into effects: inout Effects) {
    for (target, proof) in monitor.beginRound(at: now, &integrity, into: &effects) {
      guard let port = ports.port(to: target) ?? ports.port(to: .gateway) else { continue }
      let hello = Hello.packet(
        from: element, to: target, via: ports[port]!.element, settings: monitor.settings, proof: proof, &effects.meter)
      effects.meter.chargeVisit(of: hello)
      effects.transmit(hello, on: port)
    }
  }

  /// Takes a packet that is no tunnel's: a hello of a peer or of the inner forwarder, or an answer to ours.
  private mutating func hear(
    _ packet: PacketBuffer, from port: PortNumber, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    let hello = try Hello(in: packet, at: EthernetHeader.byteCount, to: element)
    // Nobody speaks for somebody else; peers are behind the gateway.
    let isPeer = ports[port]?.kind == .gateway && peers.contains(hello.sender)
    let isInner = ports[port]?.kind == .innerForwarder && ports[port]?.element == hello.sender
    guard isPeer || isInner else { throw .unknownSender }
    try hello.verify(in: packet, by: &integrity, at: now, &effects.meter)
    guard hello.isQuestion else { return try monitor.hear(hello, at: now, into: &effects) }
    answer(hello, from: port, at: now, into: &effects)
  }
}

extension OuterForwarder: NeighbourWatcher {
  public mutating func watch(_ neighbours: [ElementID]) {
    monitor.watch(neighbours) { neighbour in
      // The inner forwarder is on the way of all of them.
      book.path { peers.contains(neighbour) ? $0.neighbours.contains(neighbour) : true }
    }
  }

  public mutating func takeReports() -> [NeighbourReport] { monitor.takeReports() }

  /// The peers that its rules name, and the inner forwarder, which watches the encryption functions.
  public var neighboursInUse: [ElementID] {
    let named = book.neighbours
    guard !named.isEmpty else { return [] }
    let inner = ports.port(to: .innerForwarder).flatMap { ports[$0]?.element }
    return named.filter(peers.contains) + [inner].compactMap { $0 }
  }
}
