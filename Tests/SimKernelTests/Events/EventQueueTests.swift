import SimKernel
import Testing
import Vocabulary

@Suite("The event queue gives what a sorted array gives")
struct EventQueueTests {
  @Test("when it is empty")
  func empty() {
    var pair = QueuePair()
    pair.pop()
    pair.insert(after: 5)
    pair.pop(notAfter: Instant(nanoseconds: 4))
    pair.pop(notAfter: Instant(nanoseconds: 5))
    pair.popAll()
  }

  @Test("in the hold model", arguments: [1, 2, 47, 48, 49, 64, 65, 66, 300, 3_000], [1, 30, 1_000_000] as [Int64])
  func hold(pending: Int, mean: Int64) {
    var pair = QueuePair()
    var stream = RandomStream(seed: UInt64(pending) + UInt64(mean))
    let distribution = Distribution.exponential(mean: Double(mean))
    for _ in 0..<pending { pair.insert(after: distribution.sampleSpan(&stream).nanoseconds) }
    for _ in 0..<8_000 where pair.isEqual {
      pair.pop()
      pair.insert(after: distribution.sampleSpan(&stream).nanoseconds)
    }
    pair.popAll()
  }

  @Test("when many events have one instant, and more come for it while it lasts")
  func ties() {
    var pair = QueuePair()
    var stream = RandomStream(seed: 1)
    for _ in 0..<1_000 { pair.insert(after: 100) }
    for _ in 0..<1_000 { pair.insert(after: 100 + Int64(stream.below(3))) }
    for _ in 0..<6_000 where pair.isEqual {
      pair.pop()
      if stream.below(3) > 0 { pair.insert(after: Int64(stream.below(2))) }
    }
    pair.popAll()
  }

  @Test("in bursts with silence between them")
  func bursts() {
    var pair = QueuePair()
    var stream = RandomStream(seed: 2)
    for _ in 0..<20 {
      let start = Int64(stream.below(1 << 40))
      for _ in 0..<stream.below(800) { pair.insert(after: start + Int64(stream.below(50))) }
      for _ in 0..<stream.below(800) { pair.pop() }
    }
    pair.popAll()
  }

  @Test("with timers in the far future among events of the next moment")
  func farFuture() {
    var pair = QueuePair()
    var stream = RandomStream(seed: 3)
    for round in 0..<10_000 where pair.isEqual {
      if round % 10 == 0 { pair.insert(after: 3_600_000_000_000 + Int64(stream.below(1_000))) }
      pair.insert(after: Int64(stream.below(2_000)))
      if round % 1_000 == 0 { pair.insert(after: Int64.max / 2 - Int64(stream.below(100))) }
      if round % 5 > 0 { pair.pop() }
    }
    pair.popAll()
  }

  @Test("when each event comes before the last, and when each comes after")
  func monotone() {
    var falling = QueuePair()
    for i in 0..<5_000 { falling.insert(after: Int64(5_000 - i)) }
    for i in 0..<2_000 {
      falling.pop()
      falling.insert(after: Int64(2_000 - i))
    }
    falling.popAll()
    var rising = QueuePair()
    for i in 0..<5_000 { rising.insert(after: Int64(i)) }
    rising.popAll()
  }

  @Test("when what is inserted falls again and again before a block of later events")
  func falling() {
    var pair = QueuePair()
    var stream = RandomStream(seed: 4)
    for _ in 0..<2_000 { pair.insert(after: 1_000_000 + Int64(stream.below(1_000_000))) }
    for round in 0..<60 {
      for i in 0..<150 { pair.insert(after: Int64(9_000 - 60 * i + round)) }
      for _ in 0..<140 where pair.isEqual { pair.pop() }
    }
    pair.popAll()
  }

  @Test("when it was asked in vain, and then much is inserted before a block of later events")
  func inVain() {
    var pair = QueuePair()
    var stream = RandomStream(seed: 7)
    for _ in 0..<1_000 { pair.insert(after: Int64(stream.below(1_000_000))) }
    for _ in 0..<300 { pair.pop() }
    for _ in 0..<1_000 { pair.insert(after: 1_000_000_000 + Int64(stream.below(1_000_000_000))) }
    for _ in 0..<700 { pair.pop() }
    pair.pop(notAfter: pair.now + .nanoseconds(10))
    for i in 0..<1_000 { pair.insert(after: 900_000_000 - Int64(i) * 1_000 + Int64(stream.below(5_000))) }
    for i in 0..<1_000 { pair.pop(notAfter: .ns(899_000_000 + Int64(i) * 1_500)) }
    pair.popAll()
  }

  @Test("when it is asked up to limits at which nothing is due")
  func limits() {
    var pair = QueuePair()
    var stream = RandomStream(seed: 5)
    for _ in 0..<3_000 { pair.insert(after: Int64(stream.below(1_000_000))) }
    for _ in 0..<6_000 where pair.isEqual {
      pair.pop(notAfter: pair.now + TimeSpan(nanoseconds: Int64(stream.below(300))))
      if stream.below(2) == 0 { pair.insert(after: Int64(stream.below(1 << stream.below(30)))) }
    }
    pair.popAll()
  }

  @Test("when places in the order were reserved earlier")
  func reserved() {
    var pair = QueuePair()
    var stream = RandomStream(seed: 6)
    var numbers: [UInt64] = []
    for _ in 0..<400 {
      for _ in 0..<10 { numbers.append(pair.queue.reserveNumber()) }
      for _ in 0..<10 {
        pair.insert(after: 40)
        let index = Int(stream.below(UInt64(numbers.count)))
        // After now, so that no earlier place of this instant has gone by.
        pair.insert(after: 1 + Int64(stream.below(60)), number: numbers.remove(at: index))
      }
      for _ in 0..<stream.below(25) where pair.isEqual { pair.pop() }
    }
    pair.popAll()
  }

  @Test("when many events of one instant come in the reverse of their reserved order")
  func reversed() {
    for later in [0, 500] {
      var pair = QueuePair()
      for i in 0..<later { pair.insert(after: 20 + Int64(i % 3)) }
      var numbers: [UInt64] = []
      for _ in 0..<2_000 { numbers.append(pair.queue.reserveNumber()) }
      for number in numbers.reversed() {
        pair.insert(after: 10, number: number)
        if number % 100 == 0 { pair.pop(notAfter: pair.now) }
      }
      pair.popAll()
    }
  }

  @Test("in random interleavings of random spans", arguments: 1...40 as ClosedRange<UInt64>)
  func random(seed: UInt64) {
    var pair = QueuePair()
    var stream = RandomStream(seed: seed)
    for _ in 0..<40 where pair.isEqual {
      let insertions = stream.below(4)
      let bits = stream.below(45)
      let offset = stream.below(3) == 0 ? Int64(stream.below(1 << 40)) : 0
      for _ in 0..<stream.below(400) where pair.isEqual {
        if stream.below(4) < insertions {
          pair.insert(after: offset + Int64(stream.below(1 << bits)))
        } else {
          pair.pop(notAfter: stream.below(5) == 0 ? pair.now + TimeSpan(nanoseconds: 1 << 20) : .never)
        }
      }
    }
    pair.popAll()
  }
}
