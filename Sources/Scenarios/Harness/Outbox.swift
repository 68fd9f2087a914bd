import Protocols
import Vocabulary

/// The effects of steps whose work is still being done, until the core is free and they may leave.
struct Outbox {
  struct Entry {
    var effects: [Effect]
    var startedAt: Instant
    /// Signatures that a device has to make first.
    var signatures: Int64
  }

  private var entries = Slab<Entry>()
  /// Emptied lists, for their storage.
  private var spare: [[Effect]] = []

  /// Takes the list out of `effects` and gives the entry's place.
  mutating func put(_ effects: inout Effects, startedAt start: Instant, signatures: Int64 = 0) -> Int64 {
    Int64(entries.insert(entry(of: &effects, startedAt: start, signatures: signatures)))
  }

  /// Takes the list out of `effects`, of which nothing has to wait.
  mutating func entry(of effects: inout Effects, startedAt start: Instant, signatures: Int64 = 0) -> Entry {
    let list = effects.exchangeList(for: spare.popLast() ?? [])
    return Entry(effects: list, startedAt: start, signatures: signatures)
  }

  /// The signatures that an entry still waits for, none of which it waits for from now on.
  mutating func takeSignatures(_ place: Int64) -> Int64 {
    defer { entries[Int(place)].signatures = 0 }
    return entries[Int(place)].signatures
  }

  mutating func take(_ place: Int64) -> Entry { entries.take(Int(place)) }

  /// Packets that steps have sent, and that have not left.
  var packets: [PacketBuffer] {
    entries.all.flatMap(\.effects).compactMap { effect in
      if case .transmit(let packet, _) = effect { packet } else { nil }
    }
  }

  mutating func recycle(_ entry: consuming Entry) {
    guard spare.count < 64 else { return }
    entry.effects.removeAll(keepingCapacity: true)
    spare.append(entry.effects)
  }
}
