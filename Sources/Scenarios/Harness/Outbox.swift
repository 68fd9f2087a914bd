import Protocols
import Vocabulary

/// The effects of steps whose work is still being done, until the core is free and they may leave.
struct Outbox {
  struct Entry {
    var effects: [Effect]
    var startedAt: Instant
  }

  private var entries: [Entry] = []
  private var free: [Int64] = []
  /// Emptied lists, for their storage.
  private var spare: [[Effect]] = []

  /// Takes the list out of `effects` and gives the entry's place.
  mutating func put(_ effects: inout Effects, startedAt start: Instant) -> Int64 {
    let entry = Entry(effects: effects.exchangeList(for: spare.popLast() ?? []), startedAt: start)
    guard let place = free.popLast() else {
      entries.append(entry)
      return Int64(entries.count - 1)
    }
    entries[Int(place)] = entry
    return place
  }

  mutating func take(_ place: Int64) -> Entry {
    let entry = entries[Int(place)]
    entries[Int(place)].effects = []
    free.append(place)
    return entry
  }

  mutating func recycle(_ entry: consuming Entry) {
    guard spare.count < 64 else { return }
    var list = entry.effects
    list.removeAll(keepingCapacity: true)
    spare.append(list)
  }
}
