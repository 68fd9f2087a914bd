import Vocabulary

extension Network {
  public var linkCount: Int { state.pointee.links.count }
  public var portCount: Int { state.pointee.ports.count }

  @inlinable public func sender(of link: LinkID) -> NodeID {
    NodeID(Int(state.pointee.links.at(checked(link)).pointee.sender))
  }
  @inlinable public func receiver(of link: LinkID) -> NodeID {
    NodeID(Int(state.pointee.links.at(checked(link)).pointee.receiver))
  }

  /// The port that packets enter the link through.
  public func egress(of link: LinkID) -> PortID { PortID(Int(state.pointee.links.at(checked(link)).pointee.egress)) }

  public func counters(of link: LinkID) -> LinkCounters { state.pointee.linkCounters.at(checked(link)).pointee }
  public func counters(of port: PortID) -> PortCounters { state.pointee.ports.at(checked(port)).pointee.counters }

  /// How long the port has really been busy until now.
  public func busyTime(of port: PortID) -> TimeSpan {
    let port = state.pointee.ports.at(checked(port)).pointee
    return TimeSpan(nanoseconds: port.counters.busy - max(0, port.busyUntil - simulator.now.nanoseconds))
  }

  /// The bytes that the port has accepted and not yet put through; 0 at an unlimited rate.
  public func backlog(of port: PortID) -> ByteCount {
    let port = state.pointee.ports.at(checked(port)).pointee
    return port.backlog(at: simulator.now.nanoseconds)
  }

  /// The most bytes that ever stood before the port at once, the packet being sent included.
  public func highWaterBacklog(of port: PortID) -> ByteCount {
    let port = state.pointee.ports.at(checked(port)).pointee
    return port.bytes(within: port.counters.longestBacklog.nanoseconds)
  }

  /// Lets `highWaterBacklog` of all ports start over from what waits now.
  public func restartMaxima() {
    for index in 0..<portCount {
      let port = state.pointee.ports.at(index)
      let waiting = max(0, port.pointee.busyUntil - simulator.now.nanoseconds)
      port.pointee.counters.longestBacklog = TimeSpan(nanoseconds: waiting)
    }
  }

  @inlinable func checked(_ link: LinkID) -> Int {
    precondition(
      link.index >= 0 && link.index < state.pointee.links.count, "link \(link.index) of \(state.pointee.links.count)")
    return Int(link.index)
  }

  func checked(_ port: PortID) -> Int {
    precondition(port.index >= 0 && port.index < portCount, "port \(port.index) of \(portCount)")
    return Int(port.index)
  }
}
