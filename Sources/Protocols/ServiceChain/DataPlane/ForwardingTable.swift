/// A map for the forwarding path, from numbers: open addressing, at most half full, no hashing with secrets.
///
/// Built once for a set of rules. Looking up takes constant time and allocates nothing.
struct ForwardingTable<Entry> {
  private struct Slot {
    var key: UInt64
    var entry: Entry?
  }

  private var slots: ContiguousArray<Slot>
  private var shift: UInt64
  private(set) var count = 0

  init() {
    slots = ContiguousArray(repeating: Slot(key: 0, entry: nil), count: 8)
    shift = 64 - 3
  }

  @inline(__always) subscript(key: UInt64) -> Entry? {
    var place = start(key)
    while let entry = slots[place].entry {
      if slots[place].key == key { return entry }
      place = (place &+ 1) & (slots.count &- 1)
    }
    return nil
  }

  /// False, and nothing changes, if the key is there.
  mutating func insert(_ entry: Entry, for key: UInt64) -> Bool {
    guard self[key] == nil else { return false }
    if 2 * (count + 1) > slots.count { grow() }
    place(entry, for: key)
    count += 1
    return true
  }

  /// Adds the entry, or puts it in the place of the key's.
  mutating func set(_ entry: Entry, for key: UInt64) {
    guard !insert(entry, for: key) else { return }
    var place = start(key)
    while slots[place].key != key || slots[place].entry == nil { place = (place + 1) & (slots.count - 1) }
    slots[place].entry = entry
  }

  private mutating func place(_ entry: Entry, for key: UInt64) {
    var place = start(key)
    while slots[place].entry != nil { place = (place + 1) & (slots.count - 1) }
    slots[place] = Slot(key: key, entry: entry)
  }

  private mutating func grow() {
    let old = slots
    slots = ContiguousArray(repeating: Slot(key: 0, entry: nil), count: old.count * 2)
    shift -= 1
    for slot in old {
      guard let entry = slot.entry else { continue }
      place(entry, for: slot.key)
    }
  }

  @inline(__always) private func start(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }
}
