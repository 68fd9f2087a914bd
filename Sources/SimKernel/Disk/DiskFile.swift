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

  var size: Int64 { contents.upperBound }
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
  /// As the node wrote them; damages do not show here.
  private(set) var contents = ByteRope()

  init() {}

  /// A file with this content, all of it durable.
  init(holding content: ByteRope) {
    contents = content
    requested = size
    writtenBack = size
    durable = size
  }

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
    guard offset < end, write.start >= contents.lowerBound else { return }
    strays.append(Stray(offset: offset, bytes: contents.bytes(write.start..<write.start + (end - offset))))
  }

  /// The node lost power: what is durable is left, and the parts beyond it that had reached the medium, ascending; what
  /// is lost between them is zero.
  mutating func losePower(at now: Instant, surviving: [Range<Int64>] = []) {
    settle(at: now)
    for range in surviving where !range.isEmpty {
      if range.lowerBound > durable { holes.append(durable..<range.lowerBound) }
      durable = range.upperBound
    }
    self = DiskFile(holding: durableContents())
  }

  /// Keeps the first bytes only. No write may be under way.
  mutating func truncate(to length: Int64) {
    precondition(length >= 0 && length <= size, "a file of \(size) bytes cut to \(length)")
    contents.truncate(to: length)
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
  func durableContents() -> ByteRope {
    var left = contents
    left.truncate(to: durable)
    showMedium(in: &left, from: 0, within: 0..<durable)
    return left
  }

  /// Turns what the node wrote into what the medium holds, in that range of contents which start at `offset`.
  func showMedium(in contents: inout ByteRope, from offset: Int64, within range: Range<Int64>) {
    func change(_ part: Range<Int64>, _ body: (inout UInt8, Int64) -> Void) {
      let part = part.clamped(to: range)
      contents.change(part.lowerBound - offset..<part.upperBound - offset) { body(&$0, $1 + offset) }
    }
    for hole in holes { change(hole) { byte, _ in byte = 0 } }
    for stray in strays { change(stray.range) { $0 = stray.bytes[Int($1 - stray.offset)] } }
    for damage in damages { change(damage.offset..<damage.offset + 1) { byte, _ in byte ^= damage.mask } }
  }
}
