import Vocabulary

/// An append-only file: its contents, and how much of them the device has made durable.
struct DiskFile {
  /// A sync on its way: what it makes durable, and when.
  struct Write {
    var done: Instant
    var start: Int64
    /// Bytes up to here become durable; those from here to `end` are lost though success is reported.
    var kept: Int64
    var end: Int64
  }

  /// A byte that the medium changed.
  struct Damage {
    var offset: Int64
    var mask: UInt8
  }

  var size: Int64 { contents.upperBound }
  /// What later syncs need not write: it was handed to the device by earlier ones.
  var requested: Int64 = 0
  /// What was written back early, for lack of memory: transferred, but not durable before a sync.
  var writtenBack: Int64 = 0
  /// All below is durable, but for the holes.
  private(set) var durable: Int64 = 0
  private var holes: [Range<Int64>] = []
  private var damages: [Damage] = []
  private var writes: [Write] = []
  private var firstWrite = 0
  /// As the node wrote them; damages do not show here.
  private(set) var contents = ByteRope()

  /// Adds the chunk, and forgets the oldest ones as long as the rest still holds `limit` bytes.
  mutating func append(_ chunk: [UInt8], keeping limit: Int64) {
    contents.append(chunk)
    contents.forget(keeping: limit)
  }

  mutating func add(_ write: Write) { writes.append(write) }

  mutating func damage(at offset: Int64, mask: UInt8) { damages.append(Damage(offset: offset, mask: mask)) }

  /// Takes note of the writes that are done by now.
  mutating func settle(at now: Instant) {
    while firstWrite < writes.count, writes[firstWrite].done <= now {
      let write = writes[firstWrite]
      firstWrite += 1
      if write.start > durable { holes.append(durable..<write.start) }
      durable = max(durable, write.kept)
    }
    if firstWrite == writes.count {
      writes.removeAll(keepingCapacity: true)
      firstWrite = 0
    }
  }

  /// The node lost power: only what is durable is left.
  mutating func losePower(at now: Instant) {
    settle(at: now)
    let left = durableContents()
    self = DiskFile()
    contents = left
    requested = size
    writtenBack = size
    durable = size
  }

  /// Keeps the first bytes only. No write may be under way.
  mutating func truncate(to length: Int64) {
    precondition(length >= 0 && length <= size, "a file of \(size) bytes cut to \(length)")
    contents.truncate(to: length)
    requested = min(requested, length)
    writtenBack = min(writtenBack, length)
    durable = min(durable, length)
    holes = holes.map { $0.clamped(to: 0..<length) }.filter { !$0.isEmpty }
    damages.removeAll { $0.offset >= length }
  }

  /// What a reader finds after a loss of power now; lost bytes before later durable ones are zero.
  func durableContents() -> ByteRope {
    var left = contents
    left.truncate(to: durable)
    for hole in holes { left.change(hole) { $0 = 0 } }
    for damage in damages { left.change(damage.offset..<damage.offset + 1) { $0 ^= damage.mask } }
    return left
  }

  /// Lets the medium's damages in the range show in contents that start at `offset`.
  func showDamages(in contents: inout ByteRope, from offset: Int64, within range: Range<Int64>) {
    for damage in damages where range.contains(damage.offset) {
      contents.change(damage.offset - offset..<damage.offset - offset + 1) { $0 ^= damage.mask }
    }
  }
}
