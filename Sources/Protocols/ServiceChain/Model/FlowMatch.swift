/// Which packets a rule is about: each part of the five-tuple as one value, a range, or whatever it be.
public struct FlowMatch: Hashable, Sendable {
  public var source: AddressPrefix
  public var destination: AddressPrefix
  /// IPv4's protocol number (6: TCP, 17: UDP, 1: ICMP); nil: any.
  public var transport: UInt8?
  /// Ports count as 0 where the protocol has none, and in later fragments.
  public var sourcePorts: ClosedRange<UInt16>
  public var destinationPorts: ClosedRange<UInt16>

  public static let anyPort: ClosedRange<UInt16> = 0...UInt16.max

  public init(
    source: AddressPrefix = .any, destination: AddressPrefix = .any, transport: UInt8? = nil,
    sourcePorts: ClosedRange<UInt16> = FlowMatch.anyPort, destinationPorts: ClosedRange<UInt16> = FlowMatch.anyPort
  ) {
    self.source = source
    self.destination = destination
    self.transport = transport
    self.sourcePorts = sourcePorts
    self.destinationPorts = destinationPorts
  }

  /// The same flow in the other direction.
  public var reversed: FlowMatch {
    FlowMatch(
      source: destination, destination: source, transport: transport,
      sourcePorts: destinationPorts, destinationPorts: sourcePorts)
  }

  /// Whether some packet is of both.
  public func overlaps(_ other: FlowMatch) -> Bool {
    if let transport, let wanted = other.transport, transport != wanted { return false }
    return source.overlaps(other.source) && destination.overlaps(other.destination)
      && sourcePorts.overlaps(other.sourcePorts) && destinationPorts.overlaps(other.destinationPorts)
  }

  public func matches(_ packet: FiveTuple) -> Bool {
    if let transport, transport != packet.transport { return false }
    return source.contains(packet.source) && destination.contains(packet.destination)
      && sourcePorts.contains(packet.sourcePort) && destinationPorts.contains(packet.destinationPort)
  }
}

/// In JSON, parts that match anything are left out: `{"destination": "10.0.0.9", "transport": 6, "destination-ports": [80, 80]}`.
extension FlowMatch: Codable {
  private enum Key: String, CodingKey {
    case source, destination, transport
    case sourcePorts = "source-ports"
    case destinationPorts = "destination-ports"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    func ports(_ key: Key) throws -> ClosedRange<UInt16> {
      guard let ends = try fields.decodeIfPresent([UInt16].self, forKey: key) else { return FlowMatch.anyPort }
      guard ends.count == 2 else { throw DecodingError.outOfRange(decoder, "\(ends.count) ends of a port range") }
      guard ends[0] <= ends[1] else { throw DecodingError.outOfRange(decoder, "ports \(ends[0]) to \(ends[1])") }
      return ends[0]...ends[1]
    }
    self.init(
      source: try fields.decodeIfPresent(AddressPrefix.self, forKey: .source) ?? .any,
      destination: try fields.decodeIfPresent(AddressPrefix.self, forKey: .destination) ?? .any,
      transport: try fields.decodeIfPresent(UInt8.self, forKey: .transport),
      sourcePorts: try ports(.sourcePorts), destinationPorts: try ports(.destinationPorts))
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    if source != .any { try fields.encode(source, forKey: .source) }
    if destination != .any { try fields.encode(destination, forKey: .destination) }
    try fields.encodeIfPresent(transport, forKey: .transport)
    func put(_ ports: ClosedRange<UInt16>, _ key: Key) throws {
      guard ports != FlowMatch.anyPort else { return }
      try fields.encode([ports.lowerBound, ports.upperBound], forKey: key)
    }
    try put(sourcePorts, .sourcePorts)
    try put(destinationPorts, .destinationPorts)
  }
}
