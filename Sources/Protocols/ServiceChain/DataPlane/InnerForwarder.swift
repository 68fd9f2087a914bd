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
  public private(set) var ports: Ports
  private var book = RuleBook()
  private var hops = ForwardingTable<Hop>()

  public init(_ element: ElementID, ports: Ports) {
    self.element = element
    self.ports = ports
  }

  public mutating func attach(_ neighbour: Neighbour) { ports.attach(neighbour) }

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
    guard case .packet(let packet, on: let port) = input else { return effects.refuse(input) }
    effects.meter.chargeVisit(of: packet)
    do throws(DropReason) {
      try forward(packet, from: port, into: &effects)
    } catch {
      effects.drop(because: error)
    }
  }

  private func forward(_ packet: PacketBuffer, from port: PortNumber, into effects: inout Effects) throws(DropReason) {
    guard ports[port] != nil else { throw .unknownSender }
    let frame = try EthernetHeader(in: packet, for: element)
    guard frame.type == .nsh else { throw .unknownProtocol }
    var service = try NetworkServiceHeader(in: packet, at: EthernetHeader.byteCount)
    guard service.metadataType != .encryption else { throw .badHeader }
    try service.decrementTimeToLive()
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
}
