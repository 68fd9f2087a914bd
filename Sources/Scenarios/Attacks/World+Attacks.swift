import Protocols
import SimKernel

/// What the adversary does to a world's packets.
extension World {
  /// Bytes of the adversary's for one receiver.
  func insert(_ payload: Payload, _ forgery: Forgery) -> Int32 {
    let place = insert(payload, references: 1, forgery)
    causes?.sends(place, payload.kind)
    return place
  }

  /// Sends bytes of the adversary's. Whose they are said to be is a matter of the link.
  func inject(_ payload: Payload, _ forgery: Forgery, over link: LinkID) {
    let place = insert(payload, forgery)
    let packet = Packet(payload: place, bytes: Int32(wire.bytes(ofPayload: payload.count)))
    if !network.inject(packet, over: link) { payloads.release(place) }
  }

  /// Sends a packet of the adversary's over a link of packets, whose port it takes like any other.
  func inject(_ packet: PacketBuffer, over link: LinkID) {
    packetCounters.injected += 1
    let place = packets.insert(packet)
    causes?.sends(packet: place)
    let size = Int32(Frame.wireBytes(of: packet.count))
    let isSent = network.inject(Packet(payload: place, bytes: size), over: link)
    for observer in packetObservers {
      observer.enters(packet, link, loss: isSent ? nil : .bufferFull, at: simulator.now)
    }
    guard !isSent else { return }
    packets.take(place)
    packetCounters.lostOnLinks += 1
  }
}

extension Payload {
  /// As a trace calls it; bytes that are no message are called submissions.
  fileprivate var kind: MessageKind {
    switch message {
    case .consensus(let message): message.kind
    case .client(let message):
      switch message {
      case .submit, .urge: .submit
      case .receipt: .receipt
      case .lookup: .lookup
      case .found: .found
      case .read, .readBlock: .read
      case .answer, .block: .answer
      case .attest: .attest
      case .attestation: .attestation
      }
    case .raft, .refused: .submit
    }
  }
}
