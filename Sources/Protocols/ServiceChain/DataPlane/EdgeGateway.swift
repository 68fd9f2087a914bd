import Vocabulary

/// The router that joins a site to its neighbours: forwards by the outer IPv4 destination, and knows nothing of chains.
public struct EdgeGateway: StateMachine {
  /// Packets for these addresses go to this neighbour.
  public struct Route: Hashable, Sendable {
    public var destination: AddressPrefix
    public var via: ElementID

    public init(_ destination: AddressPrefix, via: ElementID) {
      self.destination = destination
      self.via = via
    }
  }

  public let element: ElementID
  public private(set) var ports: Ports
  /// Longest prefix first. There is no default route unless somebody installs one.
  public private(set) var routes: [Route] = []
  private var hops: [(prefix: AddressPrefix, port: PortNumber, neighbour: ElementID)] = []

  public init(_ element: ElementID, ports: Ports) {
    self.element = element
    self.ports = ports
  }

  public mutating func attach(_ neighbour: Neighbour) { ports.attach(neighbour) }

  /// Takes the place of all former routes, or throws `.unknownNeighbour` and changes nothing.
  public mutating func install(_ routes: [Route]) throws(RuleDefect) {
    var hops: [(prefix: AddressPrefix, port: PortNumber, neighbour: ElementID)] = []
    // Longer prefixes first; otherwise in the given order.
    for length in stride(from: 32, through: 0, by: -1) {
      for route in routes where route.destination.length == length {
        guard let port = ports.port(to: route.via) else { throw .unknownNeighbour }
        hops.append((route.destination, port, route.via))
      }
    }
    self.hops = hops
    self.routes = hops.map { Route($0.prefix, via: $0.neighbour) }
  }

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
    guard frame.type == .ipv4 else { throw .unknownProtocol }
    let header = try IPv4Header(in: packet, at: EthernetHeader.byteCount)
    guard let hop = hops.first(where: { $0.prefix.contains(header.destination) }) else { throw .unknownRoute }
    try IPv4Header.decrementTimeToLive(in: packet, at: EthernetHeader.byteCount)
    EthernetHeader.write(to: packet, from: element, to: hop.neighbour, type: .ipv4)
    effects.transmit(packet, on: hop.port)
  }
}
