import SimKernel
import Testing
import Vocabulary

@Suite("The trace")
struct TraceTests {
  private final class Bytes: TraceSink {
    var all: [UInt8] = []
    var batches = 0

    func absorb(_ bytes: UnsafeRawBufferPointer) {
      all.append(contentsOf: bytes)
      batches += 1
    }
  }

  private func fill(_ trace: Trace, _ count: Int) {
    for i in 0..<count {
      trace.record(.ns(Int64(i)), NodeID(i % 7), EventKind(UInt16(i % 5)), digest: UInt64(i) << 32)
    }
  }

  @Test("writes records of 24 bytes, little-endian")
  func layout() {
    let sink = Bytes()
    let trace = Trace(into: sink)
    trace.record(.ns(0x0102_0304_0506_0708), NodeID(0x0A0B_0C0D), EventKind(0x1112), digest: 0x2122_2324_2526_2728)
    #expect(sink.all.isEmpty)
    trace.flush()
    #expect(
      sink.all == [8, 7, 6, 5, 4, 3, 2, 1, 0x28, 0x27, 0x26, 0x25, 0x24, 0x23, 0x22, 0x21]
        + [0x0D, 0x0C, 0x0B, 0x0A, 0x12, 0x11, 0, 0])
    trace.flush()
    #expect(sink.batches == 1)
  }

  @Test("hands over each record once, in order, whatever it retains", arguments: [0, 1, 10, 5_000])
  func once(retaining: Int) {
    let plain = Bytes()
    let all = Trace(into: plain)
    fill(all, 30_000)
    all.flush()
    #expect(plain.all.count == 30_000 * Trace.recordBytes)

    let sink = Bytes()
    let trace = Trace(into: sink, retaining: retaining)
    fill(trace, 12_345)
    trace.flush()
    #expect(trace.count == 12_345)
    #expect(sink.all == Array(plain.all.prefix(12_345 * Trace.recordBytes)))
    #expect(trace.lastRecords.map(\.time.nanoseconds) == Array((12_345 - Int64(retaining))..<12_345))
    #expect(trace.lastRecords.last.map(\.node) == (retaining > 0 ? NodeID(12_344 % 7) : nil))
  }

  @Test("retains records without a sink")
  func retainsOnly() {
    let trace = Trace(into: nil, retaining: 3)
    fill(trace, 2)
    #expect(trace.lastRecords.count == 2)
    fill(trace, 9_000)
    #expect(
      trace.lastRecords.map { [$0.time.nanoseconds, Int64($0.kind.rawValue), Int64($0.digest >> 32)] }
        == [[8_997, 2, 8_997], [8_998, 3, 8_998], [8_999, 4, 8_999]])
  }

  @Test("does nothing when off")
  func off() {
    let trace = Trace.off
    fill(trace, 100_000)
    trace.flush()
    #expect(trace.count == 0)
    #expect(trace.lastRecords.isEmpty)
  }
}
