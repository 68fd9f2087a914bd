import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Outages and packets of flows")
struct OutageTests {
  /// 64 packets a second for 20 s, each 10 ms under way; those whose number `isLost` says never arrive.
  private func recorder(_ isLost: (Int64) -> Bool) -> OutageRecorder {
    var recorder = OutageRecorder(rate: 64)
    let rate = PacketRate.perSecond(64)
    for k in 0..<(64 * 20) as Range<Int64> {
      let left = Instant.start + rate.offset(of: k)
      recorder.sent(k, at: left)
      if !isLost(k) { recorder.received(k, at: left + .milliseconds(10)) }
    }
    return recorder
  }

  private func seconds(_ from: Int64, _ to: Int64) -> Range<Instant> {
    .start + .seconds(from)..<(.start + .seconds(to))
  }

  @Test("81 packets lost at 64 a second are 1.27 s, as enc-sfc counts (Table 1, row 1.a-3), and as the simulation says")
  func paper() {
    let outage = recorder { (128..<209).contains($0) }.outage(during: seconds(0, 20))
    #expect(outage.sent == 1_280)
    #expect(outage.lost == 81)
    #expect(outage.seconds == 81.0 / 64)
    #expect(outage.interruptions.count == 1)
    #expect(outage.interruptions[0].firstLost == .start + .seconds(2))
    #expect(outage.interruptions[0].packets == 81)
    #expect(outage.exact == .nanoseconds(81 * 15_625_000))
    // From the last arrival before to the first after.
    #expect(outage.longestGap == .nanoseconds(82 * 15_625_000))
  }

  @Test("interruptions are told apart, and only those within the window count")
  func windows() {
    let recorder = recorder { [64, 65, 320, 640, 641, 642].contains($0) }
    let early = recorder.outage(during: seconds(0, 4))
    #expect(early.lost == 2)
    #expect(early.interruptions.map(\.packets) == [2])
    let whole = recorder.outage(during: seconds(0, 20))
    #expect(whole.interruptions.map(\.packets) == [2, 1, 3])
    #expect(whole.longestInterruption == .nanoseconds(3 * 15_625_000))
    #expect(whole.exact == .nanoseconds(6 * 15_625_000))
    let between = recorder.outage(during: seconds(6, 9))
    #expect(between.lost == 0)
    #expect(between.interruptions.isEmpty)
    #expect(between.longestGap == .nanoseconds(15_625_000))
  }

  @Test("the longest gap has its beginning and its end within the span in which a flow sends")
  func gaps() {
    func gap(_ arrivals: [Int64], _ from: Int64 = 10, _ to: Int64 = 20) -> TimeSpan? {
      var gap = ArrivalGap(during: seconds(from, to))
      for arrival in arrivals { gap.arrived(at: .start + .seconds(arrival)) }
      return gap.length
    }
    #expect(gap([]) == .seconds(10))
    #expect(gap([5, 9]) == .seconds(10))
    #expect(gap([9, 11, 13, 18]) == .seconds(5))
    #expect(gap([14, 15, 16, 18]) == .seconds(4))
    #expect(gap([9, 11, 13]) == .seconds(7))
    #expect(gap([11, 19, 23, 40]) == .seconds(8))
    #expect(gap([11, 12], 10, 10) == nil)
  }

  @Test("what is under way at the end is neither lost nor there, and ends an interruption")
  func underWay() {
    var recorder = recorder { $0 >= 1_270 }
    let isTaken = [1_000, 1_275, 1_276, 1_277, 1_278, 1_279, 5_000].map { recorder.isStillUnderWay($0) }
    #expect(isTaken == [false, true, true, true, true, true, false], "one arrived, five may still, and one never left")
    let outage = recorder.outage(during: seconds(0, 20))
    #expect(outage.sent == 1_280 && outage.lost == 5 && outage.underWay == 5)
    #expect(outage.interruptions.map(\.packets) == [5])
    #expect(outage.exact == .nanoseconds(5 * 15_625_000))
  }

  @Test("packets and answers that a run ends with are counted as under way, and are no outage")
  func underWayInRun() throws {
    for way in ["direct", "chain"] {
      let run = try ChainFixture.run(
        (", for: 1900 ms", ""), ("latency: 200 us", "latency: 20 ms"),
        ("  traffic:", "  return: \(way)\n  traffic:"))
      let (sent, delivered) = (run.values["chain-packets-sent"], run.values["chain-packets-delivered"])
      let underWay = try #require(run.values["chain-packets-under-way"])
      #expect(underWay > 0 && sent == delivered.map { $0 + underWay })
      #expect(run.values["chain-packets-lost"] == 0 && run.values["outage"] == 0)
    }
  }

  @Test("what is sent before a chain is there for the first time is lost, and no outage of the chain")
  func beforeDeployment() throws {
    let run = try ChainFixture.run(("  traffic:", "  control: live\n  traffic:"))
    let first = try #require(run.values["first-deployment"])
    #expect(first > 0 && first < 2)
    #expect(try #require(run.values["chain-packets-lost"]) >= (200 * first).rounded(.down))
    #expect(try #require(run.values["outage"]) < 0.02)
    #expect(try #require(run.values["arrival-gap"]) < 0.2)
  }

  @Test("a jitter that has died away is none")
  func jitter() {
    var record = FlowRecord(rate: 100)
    for number in 0..<1_000 as Range<Int64> {
      let left = Instant.start + .milliseconds(10 * number)
      record.sent(number, at: left)
      _ = record.arrived(number, at: left + .milliseconds(number < 10 ? number : 10))
      if number == 9 { #expect(record.jitterNanoseconds > 100_000) }
    }
    #expect(record.jitterNanoseconds == 0)
  }

  @Test("what has not come back by the end of the window ends there")
  func open() {
    let outage = recorder { $0 >= 64 * 15 }.outage(during: seconds(10, 20))
    #expect(outage.lost == 320)
    #expect(outage.exact == .seconds(5))
    #expect(outage.interruptions.last?.resumed == .start + .seconds(20))
    #expect(outage.longestGap == .seconds(5) - .milliseconds(10) + .nanoseconds(15_625_000))
  }

  @Test("a flow that ends while nothing gets through has no outage after its end")
  func ended() {
    var recorder = OutageRecorder(rate: 64)
    for k in 0..<64 as Range<Int64> { recorder.sent(k, at: .start + PacketRate.perSecond(64).offset(of: k)) }
    let outage = recorder.outage(during: seconds(0, 2))
    #expect(outage.seconds == 1)
    #expect(outage.exact == .seconds(1))
  }

  @Test("a window without packets has no outage, and is one gap")
  func empty() {
    let outage = OutageRecorder(rate: 1).outage(during: seconds(0, 3))
    #expect(outage.sent == 0)
    #expect(outage.seconds == 0)
    #expect(outage.longestGap == .seconds(3))
  }

  @Test("numbers that nobody sent change nothing")
  func strangers() {
    var recorder = recorder { _ in false }
    for number in [5_000, -1, 7, .max, .min] as [Int64] {
      let isNew = recorder.received(number, at: .start)
      #expect(!isNew)
    }
    #expect(recorder.departure(of: 7) != nil)
    #expect(recorder.departure(of: 5_000) == nil)
    recorder.sent(1 << 39, at: .start)
    #expect(recorder.outage(during: seconds(0, 20)).sent == 1_280)
  }

  @Test("a flow's record counts losses, duplicates and what came late, and its jitter")
  func record() {
    var record = FlowRecord(rate: 100)
    for k in 0..<5 as Range<Int64> { record.sent(k, at: .start + .milliseconds(10 * k)) }
    let arrivals: [(Int64, Int64)] = [(0, 20), (2, 40), (1, 46), (1, 47), (4, 60), (9, 60), (-1, 61)]
    let delays = arrivals.map { record.arrived($0.0, at: .start + .milliseconds($0.1))?.nanoseconds }
    #expect(delays == [20_000_000, 20_000_000, 36_000_000, nil, 20_000_000, nil, nil])
    #expect(record.sent == 5)
    #expect(record.delivered == 4)
    #expect(record.lost == 1)
    #expect(record.duplicates == 1)
    #expect(record.reordered == 1)
    // Differences of 0, 16 and 16 ms, each counting a sixteenth.
    #expect(record.jitterNanoseconds == 1e6 + (16e6 - 1e6) / 16)
    #expect(record.outages.outage(during: seconds(0, 1)).interruptions.map(\.packets) == [1])
  }
}
