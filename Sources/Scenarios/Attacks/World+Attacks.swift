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
