import Synchronization
import Testing

@testable import Scenarios

@Suite("A crew")
struct CrewTests {
  @Test("each works under a number of its own, and the call returns when all are done", arguments: [0, 1, 7])
  func numbers(size: Int) {
    let seen = Mutex<[Int]>([])
    Crew.run(size) { number in seen.withLock { $0.append(number) } }
    #expect(seen.withLock { $0.sorted() } == Array(0..<size))
  }

  @Test("all are at work at once: each waits for all others to have begun")
  func together() {
    let begun = Atomic(0)
    Crew.run(3) { _ in
      begun.add(1, ordering: .relaxed)
      while begun.load(ordering: .relaxed) < 3 {}
    }
    #expect(begun.load(ordering: .relaxed) == 3)
  }
}
