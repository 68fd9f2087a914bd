import Testing
import Vocabulary

@testable import Protocols

struct SeenCodesTests {
  private func code(_ number: Int) -> MessageAuthenticationCode {
    MessageAuthenticationCode(high: UInt64(number), low: 7)
  }

  @Test("a code is known for as long as a timestamp can be accepted, from one end of the tolerance to the other")
  func memory() {
    var stream = RandomStream(seed: 8)
    var seen = SeenCodes(tolerance: .seconds(2))
    var now = Instant.start
    var came: [Instant] = []
    func isNew(_ number: Int) -> Bool { seen.insert(code(number), at: now) }
    for number in 0..<2_000 {
      now = now + .milliseconds(Int64(stream.below(200)))
      #expect(isNew(number))
      came.append(now)
      let other = Int(stream.below(UInt64(min(came.count, 100))))
      let former = came.count - 1 - other
      guard now < came[former] + .seconds(4) else { continue }
      #expect(!isNew(former), "code \(former) of \(came[former].seconds) s at \(now.seconds) s")
    }
  }

  @Test("codes do not stay for ever")
  func forgetting() {
    var seen = SeenCodes(tolerance: .seconds(2))
    func isNew(_ number: Int, at second: Int64) -> Bool { seen.insert(code(number), at: .start + .seconds(second)) }
    #expect(isNew(1, at: 0))
    #expect(!isNew(1, at: 0))
    #expect(isNew(2, at: 5))
    #expect(isNew(3, at: 10))
    #expect(isNew(1, at: 10))
  }
}
