import Protocols
import SimKernel
import Vocabulary

/// Packets between ports of nodes.
extension World {
  /// Joins two nodes, at the next free port of each.
  @discardableResult
  func connect(_ first: NodeID, _ second: NodeID, _ cable: Cable) -> (first: PortNumber, second: PortNumber) {
    let ports = (PortNumber(hosts[Int(first.index)].ports.count), PortNumber(hosts[Int(second.index)].ports.count))
    addLink(from: first, to: second, at: ports.1, cable)
    addLink(from: second, to: first, at: ports.0, cable)
    cables.append(cable)
    return ports
  }

  private func addLink(from sender: NodeID, to receiver: NodeID, at port: PortNumber, _ cable: Cable) {
    let link = network.addLink(
      from: sender, to: receiver, egress: network.addPort(cable.bandwidth, buffer: cable.buffer),
      latency: cable.latency, name: "\(cable.name)/\(sender.index)-\(receiver.index)")
    hosts[Int(sender.index)].ports.append(link)
    while receivingPorts.count <= Int(link.index) {
      receivingPorts.append(-1)
      cableNumbers.append(-1)
      largestFrames.append(.max)
    }
    receivingPorts[Int(link.index)] = Int32(port.slot)
    cableNumbers[Int(link.index)] = Int32(cables.count)
    largestFrames[Int(link.index)] = cable.largestPacket.map { $0 + Frame.header } ?? .max
  }

  /// The cable that a link of packets belongs to.
  func cable(of link: LinkID) -> Int { Int(cableNumbers[Int(link.index)]) }

  /// The port that a link of packets leads to; nil for one of messages.
  func receivingPort(of link: LinkID) -> PortNumber? {
    let index = Int(link.index)
    guard index < receivingPorts.count else { return nil }
    return receivingPorts[index] < 0 ? nil : PortNumber(Int(receivingPorts[index]))
  }

  /// Runs a machine's step on a packet.
  func take(_ place: Int32, on slot: Int32, by node: NodeID, _ host: Host, at local: Instant) {
    let (packet, original) = packets.take(place)
    if let original { for observer in packetObservers { observer.copies(original, to: packet) } }
    let port = PortNumber(Int(slot))
    packetCounters.taken += 1
    causes?.takes(packet: place, on: slot)
    if trace.isOn { trace.record(simulator.now, node, Kind.packet, digest: packet.digest &+ UInt64(slot)) }
    transcript?.add(simulator.now, node, "packet of \(packet.count) B on port \(slot)")
    for observer in packetObservers { observer.arrives(packet, at: node, on: port, at: simulator.now) }
    host.machine.step(.packet(packet, on: port), at: local, into: &effects)
    guard !packetObservers.isEmpty else { return }
    let (sent, drop) = effects.fate
    for observer in packetObservers { observer.handled(sent: sent, drop: drop, by: node, at: simulator.now) }
  }

  /// A packet leaves a machine: at once, or when the node has had its time to forward it.
  func transmit(_ packet: consuming PacketBuffer, on port: PortNumber, from node: NodeID, _ host: Host) {
    packetCounters.sent += 1
    guard host.ports.indices.contains(port.slot) else { preconditionFailure("\(node) has no port \(port.slot)") }
    guard host.forwardingLatency > .zero else { return transmit(packet, over: host.ports[port.slot]) }
    let place = packets.insert(packet)
    causes?.sends(packet: place)
    simulator.schedule(
      Event(
        Kind.forwarded, node: node, a: Int32(truncatingIfNeeded: host.losses), b: Int64(port.slot) << 32 | Int64(place)),
      after: host.forwardingLatency)
  }

  /// The time to forward a packet is over.
  func forwarded(_ event: Event) {
    let host = hosts[Int(event.node.index)]
    if event.a != Int32(truncatingIfNeeded: host.losses) {
      return lose(Int32(truncatingIfNeeded: event.b), at: event.node, on: nil)
    }
    if host.condition == .paused { return host.forwarded.append(event.b) }
    release(forwarded: event.b, host)
  }

  func release(forwarded word: Int64, _ host: Host) {
    let place = Int32(truncatingIfNeeded: word)
    causes?.forwards(packet: place)
    transmit(packets.take(place).packet, over: host.ports[Int(word >> 32)])
  }

  private func transmit(_ packet: consuming PacketBuffer, over link: LinkID) {
    guard packet.count <= largestFrames[Int(link.index)] else { return refuse(packet, over: link) }
    let size = Int32(Frame.wireBytes(of: packet.count))
    let place = packets.insert(packet)
    causes?.sends(packet: place)
    let sent = network.transmit(Packet(payload: place, bytes: size), over: link)
    if sent.arrivals != 1 || sent.payload != place || !packetObservers.isEmpty { settle(sent, place, link) }
  }

  /// The cable does not take a packet of this size: its sender drops it.
  private func refuse(_ packet: PacketBuffer, over link: LinkID) {
    packetCounters.lostOnLinks += 1
    for observer in packetObservers { observer.enters(packet, link, loss: .tooLarge, at: simulator.now) }
    observer.dropped(.packetTooLarge, by: network.sender(of: link), at: simulator.now)
  }

  /// What is rare: a packet that is lost, changed or doubled on its way, or watched.
  private func settle(_ sent: Transmission, _ place: Int32, _ link: LinkID) {
    let packet = packets.packet(at: place)
    // Why, the network has counted.
    let loss = sent.arrivals == 0 ? network.lastDrop : nil
    for observer in packetObservers { observer.enters(packet, link, loss: loss, at: simulator.now) }
    // A changed copy went in its place.
    if sent.payload != place {
      packets.take(place)
      let changed = packets.packet(at: sent.payload)
      for observer in packetObservers { observer.changes(packet, into: changed) }
    }
    switch sent.arrivals {
    case 0:
      packets.take(sent.payload)
      packetCounters.lostOnLinks += 1
    case 1: break
    default:
      packets.duplicate(sent.payload)
      packetCounters.copied += 1
    }
  }

  /// A packet is gone with its node's power. `port`: where it had arrived; nil once the machine has had it.
  func lose(_ place: Int32, at node: NodeID, on port: PortNumber?) {
    let packet = packets.take(place).packet
    packetCounters.lostWithPower += 1
    for observer in packetObservers { observer.lost(packet, at: node, on: port, at: simulator.now) }
  }

  /// What a step wanted done is lost with the node's power.
  func abandon(_ place: Int64, by node: NodeID) {
    let entry = outbox.take(place)
    for case .transmit(let packet, _) in entry.effects {
      packetCounters.sent += 1
      packetCounters.lostWithPower += 1
      for observer in packetObservers { observer.lost(packet, at: node, on: nil, at: simulator.now) }
    }
    outbox.recycle(entry)
  }

  /// Packets on links, at nodes, and on their way out of these.
  var packetsUnderWay: [PacketBuffer] { packets.all + outbox.packets }

  /// A copy of what travels over the link with one bit changed, for one receiver; nil when it is empty.
  func changed(_ place: Int32, over link: LinkID, position: UInt64, bit: UInt64) -> Int32? {
    guard receivingPort(of: link) != nil else { return changed(place, position: position, bit: bit) }
    let copy = packets.packet(at: place).copy()
    guard copy.count > 0 else { return nil }
    // It goes on in place of the other.
    copy.serial = packets.packet(at: place).serial
    copy[Int(position % UInt64(copy.count))] ^= 1 << UInt8(bit % 8)
    let changed = packets.insert(copy)
    causes?.copies(packet: place, to: changed)
    return changed
  }
}

extension World {
  /// Bytes of the largest IP packet, or payload of a frame, that goes over the link in place of it.
  func largestPacket(in packet: Packet, over link: LinkID) -> Int {
    guard receivingPort(of: link) != nil else { return wire.largestPacket(ofWireBytes: Int(packet.bytes)) }
    return packets.packet(at: packet.payload).count - Frame.header
  }
}

extension Effects {
  /// How many packets are sent, and the last reason for refusing any.
  fileprivate var fate: (sent: Int, drop: DropReason?) {
    var fate: (sent: Int, drop: DropReason?) = (0, nil)
    for effect in list {
      switch effect {
      case .transmit: fate.sent += 1
      case .drop(let reason): fate.drop = reason
      default: continue
      }
    }
    return fate
  }
}
