import Testing
import Vocabulary

@Suite("Instants and spans")
struct InstantTests {
  @Test("add up, and stop at never")
  func addition() {
    #expect(Instant.start + .seconds(2) == Instant(nanoseconds: 2_000_000_000))
    #expect(Instant.never + .nanoseconds(1) == .never)
    #expect(Instant(nanoseconds: 7) - Instant(nanoseconds: 9) == .nanoseconds(-2))
    #expect(TimeSpan.milliseconds(3) * 4 + .microseconds(5) - .nanoseconds(1) == .nanoseconds(12_004_999))
    #expect(Instant(nanoseconds: 1_500_000_000).seconds == 1.5)
  }
}
