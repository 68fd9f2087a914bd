import Protocols
import Vocabulary

/// Requests without end, over connections of the adversary's own.
extension Adversary {
  /// In turn: a question that needs the disk, one for what there is not, a question that only members may ask, bytes that are
  /// nothing, a transaction of its own.
  func flood(_ entry: inout Entry) {
    let chain = chain(&entry)
    let module = module(of: chain, &entry)
    let stranger = Digest(bytes: entry.stream.bytes(Digest.byteCount))!
    switch entry.turns % 5 {
    case 0:
      let recipient = recipient(of: chain, &entry).encoded
      send(
        .read(ReadRequest(number: Int64(entry.turns), query: .next(recipient: recipient, after: 0))), to: module, entry)
    case 1: send(.lookup(stranger), to: module, entry)
    case 2:
      let fetch = Fetch(height: 1, view: 0, digest: stranger, replica: 0)
      send(Payload(ConsensusMessage.fetch(fetch)), from: node, to: module, entry)
    case 3: send(Payload(entry.stream.bytes(1_000)), from: node, to: module, entry)
    default: send(.submit([order(of: chain, isInAnothersName: false, &entry)]), to: module, entry)
    }
  }
}
