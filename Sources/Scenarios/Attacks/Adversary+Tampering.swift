import Protocols
import SimKernel
import Vocabulary

/// Packets and transactions with something changed in them.
extension Adversary {
  func tamper(_ seen: Knowledge.Seen, _ entry: inout Entry, _ verdict: inout PacketVerdict) {
    guard entry.stream.unit() < entry.attack.share else { return }
    let bytes = changed(seen.payload, &entry)
    guard bytes != seen.payload.bytes else { return }
    verdict.payload = replacement(for: seen, bytes: bytes, entry)
  }

  /// Handed in over a connection of its own.
  func handInTampered(_ entry: inout Entry) {
    let chain = chain(&entry)
    guard !knowledge.transactions[chain].isEmpty else { return }
    let known = knowledge.transactions[chain].drawn(&entry.stream)
    send(.submit([changed(known.transaction, &entry.stream)]), to: module(of: chain, &entry), entry)
  }

  /// On an open channel half of what is changed are the transactions in a message.
  private func changed(_ payload: Payload, _ entry: inout Entry) -> [UInt8] {
    if entry.attack.channel == .open, entry.stream.below(2) == 0, case .client(let message) = payload.message {
      switch message {
      case .submit(let transactions) where !transactions.isEmpty:
        return ClientMessage.submit(transactions.map { changed($0, &entry.stream) }).bytes
      case .answer(var answer) where !answer.transactions.isEmpty:
        answer.transactions = answer.transactions.map { changed($0, &entry.stream) }
        return ClientMessage.answer(answer).bytes
      case .submit, .receipt, .lookup, .found, .urge, .read, .answer, .attest, .attestation, .readBlock, .block: break
      }
    }
    return Self.changed(payload.bytes, &entry.stream)
  }

  /// With another signature, time, sender, recipient or contents, in the form that it had.
  func changed(_ transaction: Transaction, _ stream: inout RandomStream) -> Transaction {
    guard let layout = transaction.layout else { return Transaction(Self.changed(transaction.bytes, &stream)) }
    var bytes = transaction.bytes
    let places = [layout.signature, layout.sender, layout.recipient] + layout.fields
    let place = places.filter { !$0.isEmpty }.drawn(&stream)
    if place == layout.recipient, pair.publicKey.encoded.count == place.count {
      bytes.replaceSubrange(place, with: pair.publicKey.encoded)
    } else {
      bytes[place.lowerBound + Int(stream.below(UInt64(place.count)))] ^= 1 << UInt8(stream.below(8))
    }
    return Transaction(bytes)
  }

  /// A bit, some bytes, the end, a length, or a part in the place of another.
  private static func changed(_ bytes: [UInt8], _ stream: inout RandomStream) -> [UInt8] {
    guard bytes.count >= 8 else { return stream.bytes(8) }
    var bytes = bytes
    let place = Int(stream.below(UInt64(bytes.count - 4)))
    switch stream.below(5) {
    case 0: bytes[place] ^= 1 << UInt8(stream.below(8))
    case 1: bytes.replaceSubrange(place..<(place + 4), with: stream.bytes(4))
    case 2: bytes.removeLast(bytes.count - place)
    case 3: bytes.replaceSubrange(0..<4, with: stream.bytes(4))
    default:
      let other = Int(stream.below(UInt64(bytes.count - 4)))
      bytes.replaceSubrange(place..<(place + 4), with: bytes[other..<(other + 4)])
    }
    return bytes
  }
}

extension Payload {
  /// What it says to a module or a client.
  var message: ModuleMessage.Content { decoded(ModuleMessage.init(decoding:)).content }
}
