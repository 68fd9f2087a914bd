import Vocabulary

/// One side of a network interface: packets are put through one after the other at the port's rate.
///
/// The backlog follows from the time until which the port is busy; no event marks the end of a transmission. Times are
/// kept to 2^-32 ns, so that the rate is exact over many packets.
@usableFromInline struct Port {
  /// When the last accepted packet is through: whole nanoseconds, rounded down, and the rest in 2^-32 ns.
  @usableFromInline var busyUntil: Int64 = 0
  @usableFromInline var busyFraction: UInt64 = 0
  /// Of the line, in 2^-32 ns, rounded down; 0 when unlimited.
  @usableFromInline let timePerByte: UInt64
  /// What a byte takes now: more than the line needs while the port is slowed down.
  @usableFromInline private(set) var pace: UInt64 = 0
  /// The longest backlog that the buffer holds, in nanoseconds.
  @usableFromInline private(set) var longestBacklog: Int64 = .max
  private let buffer: ByteCount?
  @usableFromInline var counters = PortCounters()

  init(bandwidth: Bandwidth, buffer: ByteCount?) {
    precondition(buffer.map { $0.bytes >= 0 } ?? true, "a buffer of \(buffer?.bytes ?? 0) bytes")
    self.buffer = buffer
    timePerByte = Port.timePerByte(bandwidth)
    set(pace: timePerByte)
  }

  /// Puts through what comes from now on at this rate, though not faster than the line.
  mutating func slowDown(to bandwidth: Bandwidth) { set(pace: max(timePerByte, Port.timePerByte(bandwidth))) }

  private mutating func set(pace: UInt64) {
    self.pace = pace
    guard let buffer else { return }
    longestBacklog = Int64(clamping: (UInt128(pace) * UInt128(buffer.bytes)) >> 32)
  }

  private static func timePerByte(_ bandwidth: Bandwidth) -> UInt64 {
    precondition(bandwidth.bitsPerSecond >= 8, "a port of \(bandwidth.bitsPerSecond) bit/s; the least is 8")
    return bandwidth.isUnlimited ? 0 : UInt64((UInt128(8_000_000_000) << 32) / UInt128(bandwidth.bitsPerSecond))
  }

  /// How long so many bytes take on the line: whole nanoseconds, and the rest in 2^-32 ns.
  @inlinable func serialisation(_ bytes: Int32) -> (whole: Int64, fraction: UInt64) { Port.time(timePerByte, bytes) }

  @inlinable static func time(_ perByte: UInt64, _ bytes: Int32) -> (whole: Int64, fraction: UInt64) {
    let (high, low) = perByte.multipliedFullWidth(by: UInt64(UInt32(bitPattern: bytes)))
    return (Int64(bitPattern: high << 32 | low >> 32), low & 0xFFFF_FFFF)
  }

  /// The same, rounded up to whole nanoseconds.
  @inlinable func serialisationSpan(_ bytes: Int32) -> Int64 {
    let (whole, fraction) = serialisation(bytes)
    return whole + (fraction > 0 ? 1 : 0)
  }

  /// Puts a packet through after those before it: when its last bit is through, or nil when the buffer is full.
  @inlinable mutating func admit(_ bytes: Int32, at now: Int64) -> Int64? {
    let (whole, fraction) = Port.time(pace, bytes)
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

extension Port {
  /// How many bytes pass in so many nanoseconds; 0 when unlimited, as nothing then waits.
  func bytes(within nanoseconds: Int64) -> ByteCount {
    guard pace > 0 else { return ByteCount(0) }
    return ByteCount(Int64(clamping: (UInt128(nanoseconds) << 32) / UInt128(pace)))
  }
}
