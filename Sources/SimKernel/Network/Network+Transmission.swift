import Vocabulary

extension Network {
  /// Sends a packet over a link now. It arrives as a `packetArrived` event unless it is dropped; the world keeps as
  /// many references to the payload as arrivals are announced.
  @inlinable public func transmit(_ packet: Packet, over link: LinkID) -> Transmission {
    precondition(packet.bytes >= 0, "a packet of \(packet.bytes) bytes over link \(link.index)")
    _ = checked(link)
    if intercepts { return admit(packet, over: link) }
    let isSent = send(packet, over: link, extra: 0)
    return Transmission(arrivals: isSent ? 1 : 0, payload: packet.payload)
  }

  /// Sends a packet past the interceptor, whose own it is: no verdict and no jitter. False when a buffer is full.
  public func inject(_ packet: Packet, over link: LinkID) -> Bool {
    precondition(packet.bytes >= 0, "a packet of \(packet.bytes) bytes over link \(link.index)")
    _ = checked(link)
    return send(packet, over: link, extra: 0)
  }

  /// The one place where a verdict changes what becomes of a packet.
  @usableFromInline func admit(_ packet: Packet, over link: LinkID) -> Transmission {
    var packet = packet
    let jitter = jitter == nil ? 0 : self.jitter!.draw(link)
    let verdict = interceptor?.verdict(on: packet, over: link, at: simulator.now) ?? .pass
    if let reason = verdict.drop {
      state.pointee.linkCounters.at(Int(link.index)).pointee.drops[reason.rawValue] += 1
      latestDrop = reason
      return Transmission(arrivals: 0, payload: packet.payload)
    }
    precondition(verdict.delay >= .zero, "a packet delayed by \(verdict.delay.nanoseconds) ns")
    let extra = jitter + verdict.delay.nanoseconds
    packet.payload = verdict.payload ?? packet.payload
    var arrivals: Int32 = send(packet, over: link, extra: extra, isInTurn: !verdict.lostItsPlace) ? 1 : 0
    if let span = verdict.copyAfter {
      precondition(span >= .zero, "a copy that follows after \(span.nanoseconds) ns")
      let after = extra + span.nanoseconds
      arrivals += send(packet, over: link, extra: after, isInTurn: !verdict.lostItsPlace) ? 1 : 0
    }
    return Transmission(arrivals: arrivals, payload: packet.payload)
  }

  /// Through the egress port, over the link, and into the queue of events. False when the port's buffer is full. A packet
  /// that is not in turn takes no part in the order that a link keeps.
  @inlinable func send(_ packet: Packet, over id: LinkID, extra: Int64, isInTurn: Bool = true) -> Bool {
    let now = simulator.now.nanoseconds
    let link = state.pointee.links.at(Int(id.index))
    let counters = state.pointee.linkCounters.at(Int(id.index))
    let port = state.pointee.ports.at(Int(link.pointee.egress))
    guard let leaves = port.pointee.admit(packet.bytes, at: now) else {
      counters.pointee.drops[PacketDropReason.bufferFull.rawValue] += 1
      latestDrop = .bufferFull
      return false
    }
    counters.pointee.packets += 1
    counters.pointee.bytes += Int64(packet.bytes)

    let latency = state.pointee.latencies.at(Int(link.pointee.latency))
    var arrival = leaves + latency.sample(&link.pointee.stream) + extra
    let isLimited = link.pointee.ingress >= 0
    if link.pointee.keepsOrder && isInTurn {
      // Its first bit follows the last bit of the packet before.
      arrival = max(arrival, link.pointee.lastArrival + port.pointee.serialisation(packet.bytes).whole)
      link.pointee.lastArrival = arrival
    }
    if isLimited { arrival -= port.pointee.serialisationSpan(packet.bytes) }
    let receiver = NodeID(Int(link.pointee.receiver))
    let kind = isLimited ? EventKind.packetAtIngress : EventKind.packetArrived
    simulator.schedule(
      Event(kind, node: receiver, link: id, packet: packet), at: Instant(nanoseconds: arrival))
    return true
  }

  /// Takes a `packetAtIngress` event: the packet passes the receiver's port and then arrives. False when the port's
  /// buffer is full: the packet is dropped, and the world gives up one reference to its payload.
  @inlinable public func receive(_ event: Event) -> Bool {
    let now = simulator.now.nanoseconds
    let packet = event.packet
    let link = state.pointee.links.at(Int(event.a))
    let port = state.pointee.ports.at(Int(link.pointee.ingress))
    guard let through = port.pointee.admit(packet.bytes, at: now) else {
      state.pointee.linkCounters.at(Int(event.a)).pointee.drops[PacketDropReason.bufferFull.rawValue] += 1
      return false
    }
    // Not before its last bit has come over the link.
    let lastBit = now + state.pointee.ports.at(Int(link.pointee.egress)).pointee.serialisationSpan(packet.bytes)
    var arrived = event
    arrived.kind = .packetArrived
    simulator.schedule(arrived, at: Instant(nanoseconds: max(through, lastBit)))
    return true
  }
}
