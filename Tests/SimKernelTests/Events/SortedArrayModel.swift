import SimKernel
import Vocabulary

/// What an event queue must do, written to be obviously right: one array, always sorted.
struct SortedArrayModel {
  private struct Entry {
    var time: Instant
    var number: UInt64
    var event: Event
  }

  private var entries: [Entry] = []

  var count: Int { entries.count }

  mutating func insert(_ event: Event, at time: Instant, number: UInt64) {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      // Latest first, so that taking the earliest is cheap.
      if (entries[middle].time, entries[middle].number) > (time, number) { low = middle + 1 } else { high = middle }
    }
    entries.insert(Entry(time: time, number: number, event: event), at: low)
  }

  mutating func pop(notAfter end: Instant) -> (event: Event, time: Instant)? {
    guard let last = entries.last else { return nil }
    guard last.time <= end else { return nil }
    entries.removeLast()
    return (last.event, last.time)
  }
}
