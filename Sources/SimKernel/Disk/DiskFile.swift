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
    /// Where its bytes go, if not to where they belong.
    var landsAt: Int64?
  }

  /// Bytes that stand on the medium where others belong.
  private struct Stray {
    var offset: Int64
    var bytes: [UInt8]

    var range: Range<Int64> { offset..<offset + Int64(bytes.count) }
  }

  /// A byte that the medium changed.
  struct Damage {
    var offset: Int64
    var mask: UInt8
  }

  private(set) var size: Int64 = 0
  /// What later syncs need not write: it was handed to the device by earlier ones.
  var requested: Int64 = 0
  /// What was written back early, for lack of memory: transferred, but not durable before a sync.
  var writtenBack: Int64 = 0
  /// All below is durable, but for the holes.
  private(set) var durable: Int64 = 0
  private var holes: [Range<Int64>] = []
  private var strays: [Stray] = []
  private var damages: [Damage] = []
  private var writes: [Write] = []
  private var firstWrite = 0
  private var chunks: [[UInt8]] = []
  private var starts: [Int64] = []
  /// Chunks before this one are forgotten.
  private var firstChunk = 0
  /// Where what is kept begins: contents below are not there to be read.
  private(set) var keptFrom: Int64 = 0

  /// Adds the chunk, and forgets the oldest ones as long as the rest still holds `limit` bytes.
  mutating func append(_ chunk: [UInt8], keeping limit: Int64) {
    guard !chunk.isEmpty else { return }
    if limit > 0 {
      chunks.append(chunk)
      starts.append(size)
    }
    size += Int64(chunk.count)
    guard limit > 0 else {
      keptFrom = size
      return
    }
    while firstChunk + 1 < chunks.count, size - starts[firstChunk + 1] >= limit {
      chunks[firstChunk] = []
      firstChunk += 1
      keptFrom = starts[firstChunk]
    }
    guard firstChunk > 1_000, firstChunk * 2 > chunks.count else { return }
    chunks.removeFirst(firstChunk)
    starts.removeFirst(firstChunk)
    firstChunk = 0
  }

  mutating func add(_ write: Write) { writes.append(write) }

  mutating func damage(at offset: Int64, mask: UInt8) { damages.append(Damage(offset: offset, mask: mask)) }

  /// Takes note of the writes that are done by now.
  mutating func settle(at now: Instant) {
    while firstWrite < writes.count, writes[firstWrite].done <= now {
      let write = writes[firstWrite]
      firstWrite += 1
      if let offset = write.landsAt {
        misdirect(write, to: offset)
        continue
      }
      if write.start > durable { holes.append(durable..<write.start) }
      durable = max(durable, write.kept)
    }
    if firstWrite == writes.count {
      writes.removeAll(keepingCapacity: true)
      firstWrite = 0
    }
  }

  /// A write landed elsewhere: over bytes before its own, which stay what they were.
  private mutating func misdirect(_ write: Write, to offset: Int64) {
    let end = min(offset + (write.end - write.start), write.start)
    guard offset < end, write.start >= keptFrom else { return }
    strays.append(Stray(offset: offset, bytes: Array(bytes(write.start..<write.start + (end - offset)))))
  }

  /// The node lost power: what is durable is left, and the parts beyond it that had reached the medium, ascending; what
  /// is lost between them is zero.
  mutating func losePower(at now: Instant, surviving: [Range<Int64>] = []) {
    settle(at: now)
    for range in surviving where !range.isEmpty {
      if range.lowerBound > durable { holes.append(durable..<range.lowerBound) }
      durable = range.upperBound
    }
    let kept = keptFrom == 0 ? durableBytes() : []
    let length = durable
    self = DiskFile()
    append(kept, keeping: .max)
    keptFrom = length - Int64(kept.count)
    size = length
    requested = length
    writtenBack = length
    durable = length
  }

  /// Keeps the first bytes only. No write may be under way.
  mutating func truncate(to length: Int64) {
    precondition(length >= 0 && length <= size, "a file of \(size) bytes cut to \(length)")
    let from = min(keptFrom, length)
    let kept = bytes(from..<length)
    chunks = []
    starts = []
    firstChunk = 0
    keptFrom = from
    size = from
    append(kept, keeping: .max)
    requested = min(requested, length)
    writtenBack = min(writtenBack, length)
    durable = min(durable, length)
    holes = holes.map { $0.clamped(to: 0..<length) }.filter { !$0.isEmpty }
    strays = strays.compactMap {
      let kept = $0.range.clamped(to: 0..<length)
      return kept.isEmpty ? nil : Stray(offset: $0.offset, bytes: Array($0.bytes.prefix(kept.count)))
    }
    damages.removeAll { $0.offset >= length }
  }

  /// What a reader finds after a loss of power now; lost bytes before later durable ones are zero.
  func durableBytes() -> [UInt8] {
    var bytes = self.bytes(0..<durable)
    showMedium(in: &bytes, from: 0, within: 0..<durable)
    return bytes
  }

  /// The contents of the range, as the node wrote them.
  func bytes(_ range: Range<Int64>) -> [UInt8] {
    guard !range.isEmpty else { return [] }
    var index = chunkIndex(of: range.lowerBound)
    if starts[index] == range.lowerBound && chunks[index].count == range.count { return chunks[index] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    while bytes.count < range.count {
      let chunk = chunks[index]
      let first = Int(range.lowerBound + Int64(bytes.count) - starts[index])
      bytes.append(contentsOf: chunk[first..<min(chunk.count, first + range.count - bytes.count)])
      index += 1
    }
    return bytes
  }

  /// Turns what the node wrote into what the medium holds, in that range of bytes which start at `offset`.
  func showMedium(in bytes: inout [UInt8], from offset: Int64, within range: Range<Int64>) {
    guard !holes.isEmpty || !strays.isEmpty || !damages.isEmpty else { return }
    for hole in holes {
      for place in hole.clamped(to: range) { bytes[Int(place - offset)] = 0 }
    }
    for stray in strays {
      for place in stray.range.clamped(to: range) {
        bytes[Int(place - offset)] = stray.bytes[Int(place - stray.offset)]
      }
    }
    for damage in damages where range.contains(damage.offset) { bytes[Int(damage.offset - offset)] ^= damage.mask }
  }

  /// The last chunk that starts at or before the offset.
  private func chunkIndex(of offset: Int64) -> Int {
    var low = firstChunk
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
