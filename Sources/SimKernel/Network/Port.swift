import Vocabulary

/// One side of a network interface: packets are put through one after the other at the port's rate.
///
/// The backlog follows from the time until which the port is busy; no event marks the end of a transmission. Times are
/// kept to 2^-32 ns, so that the rate is exact over many packets.
@usableFromInline struct Port {
  /// When the last accepted packet is through: whole nanoseconds, rounded down, and the rest in 2^-32 ns.
  @usableFromInline var busyUntil: Int64 = 0
  @usableFromInline var busyFraction: UInt64 = 0
  /// In 2^-32 ns, rounded down; 0 when unlimited.
  @usableFromInline let timePerByte: UInt64
  /// The longest backlog that the buffer holds, in nanoseconds.
  @usableFromInline let longestBacklog: Int64
  let buffer: ByteCount?
  /// What a byte takes until `slowUntil`.
  var slowTimePerByte: UInt64 = 0
  @usableFromInline var slowUntil = Int64.min
  @usableFromInline var counters = PortCounters()

  init(bandwidth: Bandwidth, buffer: ByteCount?) {
    precondition(buffer.map { $0.bytes >= 0 } ?? true, "a buffer of \(buffer?.bytes ?? 0) bytes")
    self.buffer = buffer
    timePerByte = Port.timePerByte(bandwidth)
    let perByte = timePerByte
    let longest = buffer.map { (UInt128(perByte) * UInt128($0.bytes)) >> 32 }
    longestBacklog = longest.map { Int64(clamping: $0) } ?? .max
  }

  static func timePerByte(_ bandwidth: Bandwidth) -> UInt64 {
    precondition(bandwidth.bitsPerSecond >= 8, "a port of \(bandwidth.bitsPerSecond) bit/s; the least is 8")
    return bandwidth.isUnlimited ? 0 : UInt64((UInt128(8_000_000_000) << 32) / UInt128(bandwidth.bitsPerSecond))
  }

  /// How long the port needs for so many bytes: whole nanoseconds, and the rest in 2^-32 ns.
  @inlinable func serialisation(_ bytes: Int32) -> (whole: Int64, fraction: UInt64) {
    let (high, low) = timePerByte.multipliedFullWidth(by: UInt64(UInt32(bitPattern: bytes)))
    return (Int64(bitPattern: high << 32 | low >> 32), low & 0xFFFF_FFFF)
  }

  /// The same, rounded up to whole nanoseconds.
  @inlinable func serialisationSpan(_ bytes: Int32) -> Int64 {
    let (whole, fraction) = serialisation(bytes)
    return whole + (fraction > 0 ? 1 : 0)
  }

  /// Puts a packet through after those before it: when its last bit is through, or nil when the buffer is full.
  @inlinable mutating func admit(_ bytes: Int32, at now: Int64) -> Int64? {
    guard now >= slowUntil else { return admitSlowly(bytes, at: now) }
    let (whole, fraction) = serialisation(bytes)
    let isIdle = busyUntil < now
    let start = isIdle ? now : busyUntil
    let sum = (isIdle ? 0 : busyFraction) + fraction
    let end = start + whole + Int64(sum >> 32)
    let backlog = end - now
    guard backlog <= longestBacklog else {
      counters.drops += 1
      return nil
    }
    busyUntil = end
    busyFraction = sum & 0xFFFF_FFFF
    counters.count(bytes, busy: whole, fraction: fraction, backlog: backlog)
    return end + (busyFraction > 0 ? 1 : 0)
  }
}
