/// The bytes of one packet, with room before and behind them, so that headers come and go without copying the rest.
///
/// Whoever holds it may change it: a sender gives it away. Reads and writes are of big-endian numbers, as on the wire; they
/// trap outside the packet, so a parser compares with `count` first.
public final class PacketBuffer {
  /// Room that a new packet has in front: for every header that a chain puts on.
  public static let headroom = 192
  /// And behind: for ESP's padding, trailer and tag.
  public static let tailroom = 64

  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  /// Where the first byte stands.
  private var start: Int
  public private(set) var count: Int
  /// For whoever measures: which packet of which source this is, through all its headers. Never sent; no machine reads it.
  public var mark: Int64 = 0
  /// Of an answer, the mark of what it answers; `Int64.max`: it is none that anybody waits for.
  public var question: Int64 = .max
  /// The same for a single copy of it on its way; 0: it has not been under way yet.
  public var serial: Int64 = 0

  /// A packet of zeros.
  public init(count: Int, headroom: Int = PacketBuffer.headroom, tailroom: Int = PacketBuffer.tailroom) {
    precondition(count >= 0, "a packet of \(count) bytes")
    capacity = headroom + count + tailroom
    memory = .allocate(byteCount: max(capacity, 1), alignment: 16)
    start = headroom
    self.count = count
    (memory + start).initializeMemory(as: UInt8.self, repeating: 0, count: count)
  }

  public convenience init(_ bytes: some Collection<UInt8>) {
    self.init(count: bytes.count)
    withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
  }

  deinit { memory.deallocate() }

  public var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

  /// Another packet of the same bytes and mark.
  public func copy() -> PacketBuffer {
    let copy = PacketBuffer(count: count)
    withUnsafeBytes { own in copy.withUnsafeMutableBytes { $0.copyMemory(from: own) } }
    copy.mark = mark
    copy.question = question
    return copy
  }

  // MARK: Headers and trailers

  /// Makes the packet longer in front. What the new bytes hold is undefined until they are written.
  public func prepend(_ length: Int) {
    precondition(length >= 0, "\(length) bytes in front")
    if length > start { makeRoom(front: length + PacketBuffer.headroom, back: 0) }
    start -= length
    count += length
  }

  /// Takes bytes away in front, at most all.
  public func removeFirst(_ length: Int) {
    precondition(length >= 0 && length <= count, "\(length) of \(count) bytes")
    start += length
    count -= length
  }

  /// Makes the packet longer at the end. What the new bytes hold is undefined until they are written.
  public func append(_ length: Int) {
    precondition(length >= 0, "\(length) bytes behind")
    if start + count + length > capacity { makeRoom(front: start, back: length + PacketBuffer.tailroom) }
    count += length
  }

  /// Takes bytes away at the end, at most all.
  public func removeLast(_ length: Int) {
    precondition(length >= 0 && length <= count, "\(length) of \(count) bytes")
    count -= length
  }

  private func makeRoom(front: Int, back: Int) {
    let larger = UnsafeMutableRawPointer.allocate(byteCount: front + count + back, alignment: 16)
    (larger + front).copyMemory(from: memory + start, byteCount: count)
    memory.deallocate()
    memory = larger
    capacity = front + count + back
    start = front
  }

  // MARK: Numbers

  public subscript(offset: Int) -> UInt8 {
    get { at(offset, 1).load(as: UInt8.self) }
    set { at(offset, 1).storeBytes(of: newValue, as: UInt8.self) }
  }

  public func uint16(at offset: Int) -> UInt16 { UInt16(bigEndian: at(offset, 2).loadUnaligned(as: UInt16.self)) }
  public func uint32(at offset: Int) -> UInt32 { UInt32(bigEndian: at(offset, 4).loadUnaligned(as: UInt32.self)) }
  public func uint64(at offset: Int) -> UInt64 { UInt64(bigEndian: at(offset, 8).loadUnaligned(as: UInt64.self)) }
  public func set(_ value: UInt16, at offset: Int) { at(offset, 2).storeBytes(of: value.bigEndian, as: UInt16.self) }
  public func set(_ value: UInt32, at offset: Int) { at(offset, 4).storeBytes(of: value.bigEndian, as: UInt32.self) }
  public func set(_ value: UInt64, at offset: Int) { at(offset, 8).storeBytes(of: value.bigEndian, as: UInt64.self) }

  private func at(_ offset: Int, _ length: Int) -> UnsafeMutableRawPointer {
    precondition(offset >= 0 && offset + length <= count, "byte \(offset) + \(length) of \(count)")
    return memory + start + offset
  }

  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try body(UnsafeRawBufferPointer(start: memory + start, count: count))
  }

  public func withUnsafeMutableBytes<Result>(
    _ body: (UnsafeMutableRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try body(UnsafeMutableRawBufferPointer(start: memory + start, count: count))
  }

  /// A quick digest of the bytes, the same on every machine: for traces, not against adversaries.
  public var digest: UInt64 {
    withUnsafeBytes { bytes in
      var sum = UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
      var offset = 0
      while offset + 8 <= bytes.count {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        let (high, low) = (sum ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        sum = high ^ low &+ 0x9E37_79B9_7F4A_7C15
        offset += 8
      }
      var rest: UInt64 = 0
      while offset < bytes.count {
        rest = rest << 8 | UInt64(bytes[offset])
        offset += 1
      }
      let (high, low) = (sum ^ rest).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
      return high ^ low
    }
  }
}
