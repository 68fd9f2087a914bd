import Vocabulary

/// A client or server at an end of a service chain: it sends the flows it is given, answers pings, takes datagrams, and reads
/// what TCP connections bring. Its packets are Ethernet frames of IPv4.
public struct Endpoint: StateMachine {
  public struct Settings: Sendable {
    public var element: ElementID
    /// Where everything that it sends goes: the link address of the neighbour there.
    public var gateway: UInt64
    public var port: PortNumber
    public var flows: [TrafficFlow]
    /// Ports that take datagrams and connections.
    public var serves: [ClosedRange<UInt16>]
    /// Of the connections that others open.
    public var tcp: TCPSettings
    /// Connections of others at once, at most.
    public var largestBacklog: Int
    /// The source number in the marks of packets that answer others'.
    public var answers: Int

    public init(
      element: ElementID, gateway: UInt64, port: PortNumber = PortNumber(0), flows: [TrafficFlow] = [],
      serves: [ClosedRange<UInt16>] = [0...UInt16.max], tcp: TCPSettings = TCPSettings(), largestBacklog: Int = 256,
      answers: Int
    ) {
      self.element = element
      self.gateway = gateway
      self.port = port
      self.flows = flows
      self.serves = serves
      self.tcp = tcp
      self.largestBacklog = largestBacklog
      self.answers = answers
    }
  }

  public let settings: Settings
  public internal(set) var counters = EndpointCounters()

  /// Where a flow's sender is kept; timers have the flow's place as their slot.
  enum Place {
    case datagrams(Int)
    case echoes(Int)
    case stream(Int)
    /// A stream that has not started, or has ended.
    case none
  }

  var places: [Place] = []
  var datagramSources: [DatagramSource] = []
  var echoSources: [EchoSource] = []
  /// The ends of connections: nil where one ended. The first belong to the endpoint's own flows, by their places.
  var streams: [StreamEnd?] = []
  var streamPlaces: [StreamEnd.Key: Int] = [:]
  var marksUsed: Int64 = 0
  var streamMarks: [Int64] = []
  var packetsNumbered: UInt16 = 0

  public init(_ settings: Settings) {
    precondition((0..<PacketMark.sources).contains(settings.answers), "source \(settings.answers)")
    self.settings = settings
  }

  /// How a connection of its own stands; nil before it started and after it ended.
  public func connection(ofFlow number: Int) -> TCPConnection? {
    streams.lazy.compactMap { $0 }.first { $0.flow?.number == number }?.connection
  }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started: start(at: now, into: &effects)
    case .packet(let packet, on: _): receive(packet, at: now, into: &effects)
    case .timer(let timer): expire(timer.slot, at: now, into: &effects)
    case .message: effects.drop(because: .unknownKind)
    case .synced, .read: preconditionFailure("an endpoint has no disk")
    }
  }

  private mutating func start(at now: Instant, into effects: inout Effects) {
    places = []
    datagramSources = []
    echoSources = []
    streams = Array(repeating: nil, count: settings.flows.count)
    streamPlaces = [:]
    if streamMarks.isEmpty { streamMarks = Array(repeating: 0, count: settings.flows.count) }
    for (slot, flow) in settings.flows.enumerated() {
      switch flow.kind {
      case .constant(let rate, let size):
        places.append(.datagrams(datagramSources.count))
        datagramSources.append(DatagramSource(flow, rate, size: size, now: now))
        arm(slot, for: datagramSources.last!.due, at: now, into: &effects)
      case .ping(let period, let size):
        places.append(.echoes(echoSources.count))
        echoSources.append(EchoSource(flow, every: period, size: size, now: now))
        arm(slot, for: echoSources.last!.due, at: now, into: &effects)
      case .stream:
        places.append(.stream(slot))
        arm(slot, for: flow.start < flow.stop ? max(flow.start, now) : nil, at: now, into: &effects)
      }
    }
  }

  private mutating func expire(_ slot: Int, at now: Instant, into effects: inout Effects) {
    guard places.indices.contains(slot) else { return expireStream(slot, at: now, into: &effects) }
    switch places[slot] {
    case .datagrams(let place):
      while let due = datagramSources[place].due, due <= now {
        let flow = datagramSources[place].flow
        let packet = datagramSources[place].next(from: settings.element, at: now)
        counters.datagramsSent += 1
        transmit(packet, .udp, to: flow.destination.networkAddress, into: &effects)
      }
      arm(slot, for: datagramSources[place].due, at: now, into: &effects)
    case .echoes(let place):
      while let due = echoSources[place].due, due <= now {
        let flow = echoSources[place].flow
        let packet = echoSources[place].next(at: now)
        counters.echoesSent += 1
        transmit(packet, .icmp, to: flow.destination.networkAddress, into: &effects)
      }
      arm(slot, for: echoSources[place].due, at: now, into: &effects)
    case .stream:
      if streams[slot] == nil { open(settings.flows[slot], in: slot, at: now, into: &effects) }
      expireStream(slot, at: now, into: &effects)
    case .none: break
    }
  }

  func arm(_ slot: Int, for due: Instant?, at now: Instant, into effects: inout Effects) {
    guard let due, due != .never else { return }
    effects.arm(TimerID(slot: slot), after: max(.zero, due - now))
  }

  // MARK: Packets

  /// Puts IPv4 and Ethernet headers in front, and sends.
  mutating func transmit(
    _ packet: PacketBuffer, _ transport: IPProtocol, to destination: UInt32, into effects: inout Effects
  ) {
    packetsNumbered &+= 1
    IPv4Header(
      totalLength: 0, identification: packetsNumbered, transport: transport, source: settings.element.networkAddress,
      destination: destination
    ).push(on: packet)
    counters.packetsSent += 1
    effects.note(Note(kind: EndpointNote.sent.rawValue, subject: packet.mark, value: Int64(packet.count)))
    EthernetHeader(destination: settings.gateway, source: settings.element.linkAddress, type: .ipv4).push(on: packet)
    effects.meter.charge(.packet)
    effects.meter.charge(.packetByte, packet.count)
    effects.transmit(packet, on: settings.port)
  }

  /// The mark of a packet that answers somebody.
  mutating func nextAnswerMark() -> Int64 {
    defer { marksUsed += 1 }
    return PacketMark(source: settings.answers, sequence: marksUsed).rawValue
  }
}
