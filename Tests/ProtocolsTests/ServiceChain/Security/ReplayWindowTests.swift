import Protocols
import Testing
import Vocabulary

struct ReplayWindowTests {
  @Test("numbers are accepted once, within the window (RFC 4303, 3.4.3)")
  func window() {
    var window = ReplayWindow(size: 64)
    #expect(!window.accepts(0))
    window.insert(100)
    #expect(!window.accepts(100))
    #expect(window.accepts(99))
    #expect(window.accepts(37))
    #expect(!window.accepts(36))
    #expect(!window.accepts(1))
    window.insert(37)
    #expect(!window.accepts(37))
    window.insert(101)
    #expect(!window.accepts(100))
    #expect(window.accepts(38))
    window.insert(.max)
    #expect(!window.accepts(.max))
    #expect(window.accepts(.max - 63))
    #expect(!window.accepts(.max - 64))
  }

  @Test("a window agrees with a set of all numbers, however they come", arguments: [1, 64, 65, 128, 1_024])
  func model(size: Int) {
    var stream = RandomStream(seed: UInt64(size))
    var window = ReplayWindow(size: size)
    var seen: Set<UInt32> = []
    var highest: UInt32 = 0
    for _ in 0..<20_000 {
      let reach = stream.below(50) == 0 ? 5_000 : UInt64(window.size) * 3 / 2
      let low = Int64(highest) - Int64(window.size)
      let sequence = UInt32(max(0, low + Int64(stream.below(reach))))
      let isRight = sequence > 0 && !seen.contains(sequence) && Int64(sequence) > Int64(highest) - Int64(window.size)
      #expect(window.accepts(sequence) == isRight)
      guard isRight else { continue }
      window.insert(sequence)
      seen.insert(sequence)
      highest = max(highest, sequence)
      #expect(window.highest == highest)
    }
    #expect(window.size % 64 == 0)
    #expect(seen.count > 5_000)
  }
}
