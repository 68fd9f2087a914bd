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

  @Test("what has not come back by the end of the window ends there")
  func open() {
    let outage = recorder { $0 >= 64 * 15 }.outage(during: seconds(10, 20))
    #expect(outage.lost == 320)
    #expect(outage.exact == .seconds(5))
    #expect(outage.interruptions.last?.resumed == .start + .seconds(20))
    #expect(outage.longestGap == .seconds(5) - .milliseconds(10) + .nanoseconds(15_625_000))
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
    #expect(recorder.received(5_000, at: .start) == nil)
    #expect(recorder.received(-1, at: .start) == nil)
    #expect(recorder.received(7, at: .start) == nil)
    recorder.sent(1 << 39, at: .start)
    #expect(recorder.outage(during: seconds(0, 20)).sent == 1_280)
  }

  @Test("the recorder of packets counts losses, duplicates and what came late, flow by flow")
  func report() {
    let recorder = PacketRecorder(rates: [100, nil, 100])
    func note(_ kind: EndpointNote, _ flow: Int, _ sequence: Int64, _ milliseconds: Int64) {
      recorder.noted(
        Note(kind: kind.rawValue, subject: PacketMark(source: flow, sequence: sequence).rawValue, value: 512),
        at: .start + .milliseconds(milliseconds))
    }
    for k in 0..<5 as Range<Int64> { note(.sent, 0, k, 10 * k) }
    note(.received, 0, 0, 20)
    note(.received, 0, 2, 40)
    note(.received, 0, 1, 46)
    note(.received, 0, 1, 47)
    note(.received, 0, 4, 60)
    note(.received, 1, 0, 60)
    note(.received, 9, 0, 60)
    let report = recorder.report(ofFlow: 0)
    #expect(report.sent == 5)
    #expect(report.delivered == 4)
    #expect(report.lost == 1)
    #expect(report.duplicates == 1)
    #expect(report.reordered == 1)
    // Delays of 20, 20, 36 and 20 ms: differences 0, 16 and 16 ms, each counting a sixteenth.
    #expect(report.jitterNanoseconds == 1e6 + (16e6 - 1e6) / 16)
    #expect(recorder.delay(ofFlow: 0).count == 4)
    #expect(recorder.strays == 2)
    #expect(recorder.outage(ofFlow: 0, during: seconds(0, 1))?.lost == 1)
    #expect(recorder.outage(ofFlow: 1, during: seconds(0, 1)) == nil)
    #expect(recorder.report(ofFlow: 2).sent == 0)
  }
}
