import SimKernel
import Testing
import Vocabulary

/// The event queue next to its model: every operation goes to both, every answer is compared.
struct QueuePair: ~Copyable {
  var queue = EventQueue()
  var model = SortedArrayModel()
  /// The time of the last event taken: nothing may be inserted before it.
  private(set) var now = Instant.start
  private var inserted: Int64 = 0
  private(set) var isEqual = true

  mutating func insert(after span: Int64) { insert(after: span, number: queue.reserveNumber()) }

  /// With a number reserved earlier.
  mutating func insert(after span: Int64, number: UInt64) {
    inserted += 1
    let event = Event(EventKind(UInt16(inserted & 0xFFF)), node: NodeID(Int(inserted % 97)), a: 7, b: inserted)
    queue.insert(event, at: now + TimeSpan(nanoseconds: span), number: number)
    model.insert(event, at: now + TimeSpan(nanoseconds: span), number: number)
  }

  mutating func pop(notAfter end: Instant = .never) {
    let expected = model.pop(notAfter: end)
    let found = queue.pop(notAfter: end)
    if found?.event != expected?.event || found?.time != expected?.time || queue.count != model.count {
      if isEqual { Issue.record("popped \(String(describing: found)), expected \(String(describing: expected))") }
      isEqual = false
    }
    if let expected { now = expected.time }
  }

  mutating func popAll() {
    while model.count > 0 && isEqual { pop() }
    pop()
    let isEmpty = queue.isEmpty
    #expect(isEmpty)
  }
}
