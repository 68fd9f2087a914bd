import Testing

@testable import SimKernel

@Suite("In memory")
struct LayoutTests {
  @Test("an event with its key fills half a cache line, a link a whole one")
  func sizes() {
    #expect(MemoryLayout<QueueEntry>.stride == 32)
    #expect(MemoryLayout<Link>.stride == 64)
    #expect(MemoryLayout<LinkCounters>.stride == 32)
    #expect(MemoryLayout<Event>.size <= 24)
  }

  @Test("a raw array keeps its elements as it grows, on a cache line's boundary")
  func growth() {
    var array = RawArray<Int32>(capacity: 0)
    for i in 0..<1_000 { array.append(Int32(i)) }
    #expect(array.count == 1_000)
    #expect((0..<1_000).allSatisfy { array.at($0).pointee == Int32($0) })
    #expect(Int(bitPattern: array.memory) % 64 == 0)
    array.deallocate()
  }
}
