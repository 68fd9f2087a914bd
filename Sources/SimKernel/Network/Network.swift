import Vocabulary

/// Links between nodes, with ports that limit their rates: see docs/models/network.md.
///
/// A packet costs one event a hop (`packetArrived`), two when the link ends in a limited ingress port.
public final class Network {
  @usableFromInline struct State {
    @usableFromInline var links: UnsafeMutablePointer<Link>
    @usableFromInline var linkCounters: UnsafeMutablePointer<LinkCounters>
    @usableFromInline var ports: UnsafeMutablePointer<Port>
    @usableFromInline var latencies: UnsafeMutablePointer<Latency>
    @usableFromInline var linkCount = 0
    @usableFromInline var portCount = 0
    @usableFromInline var latencyCount = 0
    var linkCapacity: Int
    var portCapacity: Int
    var latencyCapacity: Int
  }

  public let simulator: Simulator
  /// Decides the fate of each packet; nil lets all pass.
  public var interceptor: (any PacketInterceptor)? {
    didSet { intercepts = interceptor != nil }
  }
  @usableFromInline var intercepts = false
  @usableFromInline let state: UnsafeMutablePointer<State>
  private let streams: RandomStreams
  private var latencyPositions: [Distribution: Int] = [:]

  /// `streams` seeds the links' own streams, named `network/link/<sender>-<receiver>/latency`.
  public init(simulator: Simulator, streams: RandomStreams) {
    self.simulator = simulator
    self.streams = streams
    state = .allocate(capacity: 1)
    state.initialize(
      to: State(
        links: .allocate(capacity: 16), linkCounters: .allocate(capacity: 16), ports: .allocate(capacity: 16),
        latencies: .allocate(capacity: 4), linkCapacity: 16, portCapacity: 16, latencyCapacity: 4))
  }

  deinit {
    state.pointee.latencies.deinitialize(count: state.pointee.latencyCount)
    state.pointee.links.deallocate()
    state.pointee.linkCounters.deallocate()
    state.pointee.ports.deallocate()
    state.pointee.latencies.deallocate()
    state.deallocate()
  }

  // MARK: Building

  /// A port of this rate whose buffer holds so many bytes, the packet being sent included; nil: any number.
  public func addPort(_ bandwidth: Bandwidth, buffer: ByteCount? = nil) -> PortID {
    let index = state.pointee.portCount
    grow(&state.pointee.ports, count: index, capacity: &state.pointee.portCapacity)
    (state.pointee.ports + index).initialize(to: Port(bandwidth: bandwidth, buffer: buffer))
    state.pointee.portCount += 1
    return PortID(index)
  }

  /// A link that packets enter through `egress` and leave through `ingress`, if that is given and limited.
  ///
  /// With `keepsOrder`, as in a TCP stream, no packet overtakes an earlier one of the same link. `name` replaces
  /// `<sender>-<receiver>` in the name of the link's random stream: needed for a second link between the same nodes.
  public func addLink(
    from sender: NodeID, to receiver: NodeID, egress: PortID, ingress: PortID? = nil, latency: Distribution,
    keepsOrder: Bool = true, name: String? = nil
  ) -> LinkID {
    precondition(egress.index < state.pointee.portCount, "no port \(egress.index)")
    let index = state.pointee.linkCount
    var capacity = state.pointee.linkCapacity
    grow(&state.pointee.linkCounters, count: index, capacity: &capacity)
    grow(&state.pointee.links, count: index, capacity: &state.pointee.linkCapacity)
    let isLimited = ingress.map { state.pointee.ports[Int($0.index)].timePerByte > 0 } ?? false
    let stream = streams.stream("network/link/\(name ?? "\(sender.index)-\(receiver.index)")/latency")
    (state.pointee.links + index).initialize(
      to: Link(
        stream: stream, receiver: receiver.index, egress: egress.index, ingress: isLimited ? ingress!.index : -1,
        latency: Int32(position(of: latency)), sender: sender.index, keepsOrder: keepsOrder))
    (state.pointee.linkCounters + index).initialize(to: LinkCounters())
    state.pointee.linkCount += 1
    return LinkID(index)
  }

  private func position(of latency: Distribution) -> Int {
    if let position = latencyPositions[latency] { return position }
    let position = state.pointee.latencyCount
    grow(&state.pointee.latencies, count: position, capacity: &state.pointee.latencyCapacity)
    (state.pointee.latencies + position).initialize(to: Latency(latency))
    state.pointee.latencyCount += 1
    latencyPositions[latency] = position
    return position
  }

  /// Makes room for one more.
  private func grow<T>(_ memory: inout UnsafeMutablePointer<T>, count: Int, capacity: inout Int) {
    guard count == capacity else { return }
    capacity *= 2
    let larger = UnsafeMutablePointer<T>.allocate(capacity: capacity)
    larger.moveInitialize(from: memory, count: count)
    memory.deallocate()
    memory = larger
  }

  // MARK: Looking

  public var linkCount: Int { state.pointee.linkCount }
  public var portCount: Int { state.pointee.portCount }
  public func sender(of link: LinkID) -> NodeID { NodeID(Int(state.pointee.links[checked(link)].sender)) }
  public func receiver(of link: LinkID) -> NodeID { NodeID(Int(state.pointee.links[checked(link)].receiver)) }
  public func counters(of link: LinkID) -> LinkCounters { state.pointee.linkCounters[checked(link)] }
  public func counters(of port: PortID) -> PortCounters { state.pointee.ports[checked(port)].counters }

  /// How long the port has really been busy until now.
  public func busyTime(of port: PortID) -> TimeSpan {
    let port = state.pointee.ports[checked(port)]
    return TimeSpan(nanoseconds: port.counters.busy - max(0, port.busyUntil - simulator.now.nanoseconds))
  }

  /// The bytes that the port has accepted and not yet put through.
  public func backlog(of port: PortID) -> ByteCount {
    let port = state.pointee.ports[checked(port)]
    guard port.timePerByte > 0 else { return ByteCount(0) }
    return port.bytes(within: max(0, port.busyUntil - simulator.now.nanoseconds))
  }

  /// The most bytes that ever stood before the port at once, the packet being sent included.
  public func highWaterBacklog(of port: PortID) -> ByteCount {
    let port = state.pointee.ports[checked(port)]
    return port.bytes(within: port.counters.longestBacklog.nanoseconds)
  }

  @usableFromInline func checked(_ link: LinkID) -> Int {
    precondition(link.index >= 0 && link.index < state.pointee.linkCount, "no link \(link.index)")
    return Int(link.index)
  }

  private func checked(_ port: PortID) -> Int {
    precondition(port.index >= 0 && port.index < state.pointee.portCount, "no port \(port.index)")
    return Int(port.index)
  }
}
