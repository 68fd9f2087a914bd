import Vocabulary

/// Ports that are slower for a while than they were made. What still waits when that is over goes at the full rate.
extension Port {
  /// Puts packets through at this rate until then, if it is below the port's own.
  mutating func slowDown(to bandwidth: Bandwidth, until end: Int64) {
    let slow = Port.timePerByte(bandwidth)
    slowUntil = slow > timePerByte ? end : .min
    slowTimePerByte = slow
  }

  /// Whole nanoseconds, rounded up; the fractions that the port keeps otherwise do not matter at such a rate.
  @usableFromInline mutating func admitSlowly(_ bytes: Int32, at now: Int64) -> Int64? {
    let start = max(now, busyUntil + (busyFraction > 0 ? 1 : 0))
    let end = self.end(of: Int64(bytes), from: start)
    let waiting = backlog(until: end, at: now)
    if let buffer, waiting > buffer.bytes {
      counters.drops += 1
      return nil
    }
    busyUntil = end
    busyFraction = 0
    let full = Int64(clamping: (UInt128(timePerByte) * UInt128(waiting)) >> 32)
    counters.count(bytes, busy: end - start, fraction: 0, backlog: full)
    return end
  }

  /// The bytes that are put through from `now` until the port has nothing to do; 0 when nothing waits.
  func backlog(at now: Int64) -> ByteCount { ByteCount(backlog(until: busyUntil, at: now)) }

  /// How many bytes pass in so many nanoseconds at the full rate; 0 when unlimited, as nothing then waits.
  func bytes(within nanoseconds: Int64) -> ByteCount {
    ByteCount(Port.bytes(within: nanoseconds, timePerByte))
  }

  private func end(of bytes: Int64, from start: Int64) -> Int64 {
    guard start < slowUntil else { return start + Port.time(bytes, timePerByte) }
    let span = Port.time(bytes, slowTimePerByte)
    guard span > slowUntil - start else { return start + span }
    return slowUntil + Port.time(bytes - Port.bytes(within: slowUntil - start, slowTimePerByte), timePerByte)
  }

  private func backlog(until end: Int64, at now: Int64) -> Int64 {
    guard end > now else { return 0 }
    guard now < slowUntil else { return Port.bytes(within: end - now, timePerByte) }
    let slow = Port.bytes(within: min(end, slowUntil) - now, slowTimePerByte)
    return slow + Port.bytes(within: max(0, end - slowUntil), timePerByte)
  }

  private static func time(_ bytes: Int64, _ perByte: UInt64) -> Int64 {
    let time = UInt128(perByte) * UInt128(max(0, bytes))
    return Int64(clamping: (time + (1 << 32 - 1)) >> 32)
  }

  private static func bytes(within nanoseconds: Int64, _ perByte: UInt64) -> Int64 {
    guard perByte > 0 else { return 0 }
    return Int64(clamping: (UInt128(nanoseconds) << 32) / UInt128(perByte))
  }
}
