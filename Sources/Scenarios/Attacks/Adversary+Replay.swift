import Protocols
import Vocabulary

/// What was said once is said again.
extension Adversary {
  /// In turn: a packet that passed, as it was; the same to another node than it was for; a transaction that is in a ledger,
  /// handed in anew over a connection of its own.
  func replay(_ entry: inout Entry) {
    guard entry.turns % 3 != 0, !entry.packets.packets.isEmpty else { return handInAgain(&entry) }
    let seen = entry.packets.packets.drawn(&entry.stream)
    let receiver = entry.turns % 3 == 1 ? seen.receiver : entry.packets.packets.drawn(&entry.stream).receiver
    send(Payload(seen.payload.bytes), from: seen.sender, to: receiver, entry)
  }

  private func handInAgain(_ entry: inout Entry) {
    let chain = chain(&entry)
    guard !knowledge.transactions[chain].isEmpty else { return }
    let known = knowledge.transactions[chain].drawn(&entry.stream)
    send(.submit([Transaction(known.transaction.bytes)]), to: module(of: chain, &entry), entry)
  }
}
