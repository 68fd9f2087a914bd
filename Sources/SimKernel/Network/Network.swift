import Vocabulary

/// Links between nodes, with ports that limit their rates: see docs/models/network.md.
///
/// A packet costs one event a hop (`packetArrived`), two when the link ends in a limited ingress port.
public final class Network {
  @usableFromInline struct State {
    @usableFromInline var links = RawArray<Link>(capacity: 16)
    @usableFromInline var linkCounters = RawArray<LinkCounters>(capacity: 16)
    @usableFromInline var ports = RawArray<Port>(capacity: 16)
    @usableFromInline var latencies = RawArray<Latency>(capacity: 4)
  }

  public let simulator: Simulator
  /// Decides the fate of each packet; nil lets all pass.
  public var interceptor: (any PacketInterceptor)? {
    didSet { intercepts = interceptor != nil || jitter != nil }
  }
  /// Delays every packet a little more; nil: none.
  var jitter: Jitter? {
    didSet { intercepts = interceptor != nil || jitter != nil }
  }
  @usableFromInline var intercepts = false
  @usableFromInline var latestDrop: PacketDropReason?
  /// Why the last packet that was lost at its entrance was.
  public var lastDrop: PacketDropReason? { latestDrop }
  @usableFromInline let state: UnsafeMutablePointer<State>
  let streams: RandomStreams
  private var latencyPositions: [Distribution: Int] = [:]

  /// `streams` seeds the links' own streams, named `network/link/<sender>-<receiver>/latency`.
  public init(simulator: Simulator, streams: RandomStreams) {
    self.simulator = simulator
    self.streams = streams
    state = .allocate(capacity: 1)
    state.initialize(to: State())
  }

  deinit {
    state.pointee.links.deallocate()
    state.pointee.linkCounters.deallocate()
    state.pointee.ports.deallocate()
    state.pointee.latencies.deallocate()
    state.deallocate()
  }

  /// A port of this rate, of 8 bit/s at least, whose buffer holds so many bytes, the packet being sent included; nil:
  /// any number.
  public func addPort(_ bandwidth: Bandwidth, buffer: ByteCount? = nil) -> PortID {
    state.pointee.ports.append(Port(bandwidth: bandwidth, buffer: buffer))
    return PortID(portCount - 1)
  }

  /// A link that packets enter through `egress` and leave through `ingress`, if that is given and limited.
  ///
  /// With `keepsOrder`, as in a TCP stream, no packet overtakes an earlier one of the same link. `name` replaces
  /// `<sender>-<receiver>` in the name of the link's random stream: needed for a second link between the same nodes.
  public func addLink(
    from sender: NodeID, to receiver: NodeID, egress: PortID, ingress: PortID? = nil, latency: Distribution,
    keepsOrder: Bool = true, name: String? = nil
  ) -> LinkID {
    let limited = ingress.flatMap { state.pointee.ports.at(checked($0)).pointee.timePerByte > 0 ? $0.index : nil }
    let name = name ?? "\(sender.index)-\(receiver.index)"
    let stream = streams.stream("network/link/\(name)/latency")
    jitter?.streams.append(streams.stream("network/jitter/\(name)"))
    state.pointee.links.append(
      Link(
        stream: stream, receiver: receiver.index, egress: Int32(checked(egress)), ingress: limited ?? -1,
        latency: Int32(position(of: latency)), sender: sender.index, keepsOrder: keepsOrder))
    state.pointee.linkCounters.append(LinkCounters())
    return LinkID(linkCount - 1)
  }

  /// A second link between the nodes of another, with its latency and ingress, that packets enter through a port of its own.
  public func addLink(beside other: LinkID, egress: PortID, name: String) -> LinkID {
    let link = state.pointee.links.at(checked(other)).pointee
    jitter?.streams.append(streams.stream("network/jitter/\(name)"))
    state.pointee.links.append(
      Link(
        stream: streams.stream("network/link/\(name)/latency"), receiver: link.receiver,
        egress: Int32(checked(egress)), ingress: link.ingress, latency: link.latency, sender: link.sender,
        keepsOrder: link.keepsOrder))
    state.pointee.linkCounters.append(LinkCounters())
    return LinkID(linkCount - 1)
  }

  /// Links of one latency share its prepared form.
  private func position(of latency: Distribution) -> Int {
    let count = state.pointee.latencies.count
    // Mostly the one before: hashing a long table for each of many links would take its time.
    if count > 0 && state.pointee.latencies.at(count - 1).pointee.distribution == latency { return count - 1 }
    if let position = latencyPositions[latency] { return position }
    state.pointee.latencies.append(Latency(latency))
    latencyPositions[latency] = count
    return count
  }
}
