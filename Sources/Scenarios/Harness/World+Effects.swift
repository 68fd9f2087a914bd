import Protocols
import SimKernel
import Vocabulary

extension World {
  /// Carries out, in order, what a step of the node wanted done.
  func carryOut(_ done: Outbox.Entry, by node: NodeID) {
    let host = hosts[Int(node.index)]
    for effect in done.effects {
      switch effect {
      case .send(let payload, let kind, let receiver):
        observer.sent(payload, kind, receivers: 1, by: node, at: simulator.now)
        let place = insert(payload, references: 1)
        causes?.sends(place, kind)
        transmit(place, size: payload.count, from: node, to: host.addresses.global(receiver))
      case .broadcast(let payload, let kind):
        broadcast(payload, kind, from: node, to: host.addresses)
      case .transmit(let packet, let port): transmit(packet, on: port, from: node, host)
      case .arm(let timer, let span):
        timers.arm(node, slot: timer.slot, after: host.clock.elapsed(span))
        causes?.arms(timer.slot, on: node)
      case .cancel(let timer):
        timers.cancel(node, slot: timer.slot)
      case .append(let file, let chunks):
        host.disk!.append(file.slot, chunks)
      case .sync(let file, let ticket):
        host.disk!.sync(file.slot, ticket: DiskAnswers.ticket(ticket, of: file))
        causes?.asks(DiskAnswers.ticket(ticket, of: file), isRead: false, on: node)
      case .read(let file, let offset, let count, let ticket):
        host.disk!.read(file.slot, offset: offset, count: count, ticket: DiskAnswers.ticket(ticket, of: file))
        causes?.asks(DiskAnswers.ticket(ticket, of: file), isRead: true, on: node)
      case .truncate(let file, let size):
        host.disk!.truncate(file.slot, to: size)
      case .halt(let defect):
        // The node loses what else this step would have done.
        outbox.recycle(done)
        return halt(node, because: defect)
      case .deliver(let delivery):
        faults?.adversary?.read(delivery, by: node)
        observer.delivered(delivery, by: node, at: simulator.now)
      case .note(let note):
        observer.noted(note, by: node, startedAt: done.startedAt, at: simulator.now)
      case .drop(let reason):
        observer.dropped(reason, by: node, at: simulator.now)
      }
    }
    outbox.recycle(done)
    faults?.strikeDue()
  }

  private func broadcast(_ payload: Payload, _ kind: MessageKind, from node: NodeID, to addresses: Addresses) {
    guard addresses.peers > 0 else { return }
    observer.sent(payload, kind, receivers: addresses.peers, by: node, at: simulator.now)
    let place = insert(payload, references: addresses.peers)
    causes?.sends(place, kind)
    for receiver in addresses.group where receiver != Int(node.index) {
      transmit(place, size: payload.count, from: node, to: NodeID(receiver))
    }
  }

  func insert(_ payload: Payload, references: Int, _ forgery: Forgery? = nil) -> Int32 {
    let digest = trace.isOn ? SHA256Hasher.digest(payload.bytes).prefix : 0
    return payloads.insert(payload, references: references, digest: digest, forgery: forgery)
  }

  private func transmit(_ place: Int32, size: Int, from node: NodeID, to receiver: NodeID) {
    let packet = Packet(payload: place, bytes: Int32(wire.bytes(ofPayload: size)))
    let sent = network.transmit(packet, over: mesh.link(from: node, to: receiver))
    // A changed copy went in its place.
    if sent.payload != place { payloads.release(place) }
    switch sent.arrivals {
    case 0: payloads.release(sent.payload)
    case 1: break
    default: payloads.retain(sent.payload)
    }
  }
}
