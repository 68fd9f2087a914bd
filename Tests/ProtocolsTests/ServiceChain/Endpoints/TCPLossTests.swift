import Testing
import Vocabulary

@testable import Protocols

@Suite("TCP: loss")
struct TCPLossTests {
  @Test("one lost segment goes again after three duplicates, without a timeout (RFC 5681, 3.2)")
  func fastRetransmit() {
    let path = TCPPath(bytes: 400_000)
    path.loses = { $0.end == 0 && $0.number == 30 }
    path.run(until: .start + .seconds(10))
    #expect(path.received == 400_000)
    #expect(!path.isCorrupted)
    #expect(path.sender.fastRetransmits == 1)
    #expect(path.sender.retransmissions == 1)
    #expect(path.sender.timeouts == 0)
  }

  @Test("several losses in a window are mended one a round trip, in one recovery (RFC 6582)")
  func partialAcknowledgments() {
    let path = TCPPath(bytes: 400_000)
    path.loses = { $0.end == 0 && [30, 33, 36].contains($0.number) }
    path.run(until: .start + .seconds(10))
    #expect(path.received == 400_000)
    #expect(path.sender.fastRetransmits == 1)
    #expect(path.sender.retransmissions == 3)
    #expect(path.sender.timeouts == 0)
    let again = path.sent.filter(\.isRetransmission).map(\.time)
    #expect(again[1] - again[0] == .milliseconds(100))
    #expect(again[2] - again[1] == .milliseconds(100))
  }

  @Test("the window is halved after a loss (RFC 5681, equation 4)")
  func halved() {
    let path = TCPPath()
    path.loses = { $0.end == 0 && $0.number == 60 }
    path.run(until: .start + .milliseconds(1_500))
    let congestion = path.sender.congestion
    #expect(!congestion.isRecovering)
    #expect(!congestion.isSlowStart)
    let lostAt = path.sent.first { $0.end == 0 && $0.number == 60 }!.time
    // What had left until the third duplicate came, less what was acknowledged by then: about 1.5 windows of slow start.
    #expect(congestion.threshold < 60 * 1_460)
    #expect(congestion.threshold > 15 * 1_460)
    #expect(lostAt < .start + .seconds(1))
  }

  @Test("the timeout doubles from one retransmission of a segment to the next (RFC 6298, 5.5)")
  func backoff() {
    var settings = TCPSettings()
    settings.maximumRetransmissions = 8
    let path = TCPPath(settings, bytes: 1_000)
    path.loses = { $0.end == 0 && $0.segment.count > 0 }
    path.run(until: .start + .seconds(600))
    let times = path.sent.filter { $0.end == 0 && $0.segment.count > 0 }.map(\.time)
    let waits = zip(times.dropFirst(), times).map { ($0 - $1).nanoseconds / 1_000_000 }
    #expect(waits == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    #expect(path.sender.state == .closed)
    #expect(path.sender.failure == .timedOut)
  }

  @Test("a lost SYN goes again after 1 s, and the window starts with one segment (RFC 6298, 2.1; 5681, 3.1)")
  func lostSYN() {
    for end in 0...1 {
      let path = TCPPath(bytes: 100_000)
      path.loses = { $0.end == end && $0.number == 0 }
      path.run(until: .start + .milliseconds(1_150))
      let syns = path.sent.filter { $0.end == end && $0.segment.flags.contains(.syn) }
      // The answer goes again for the timer, and for the SYN that its sender repeats.
      #expect(syns.count == 2 + end)
      if end == 0 {
        #expect(syns[1].time == .start + .seconds(1))
        #expect(path.sent.filter { $0.end == 0 && $0.segment.count > 0 }.count == 1)
      }
      path.run(until: .start + .seconds(20))
      #expect(path.received == 100_000)
    }
  }

  @Test("a lost FIN, and a lost answer to it, go again")
  func lostFIN() {
    for end in 0...1 {
      let path = TCPPath(bytes: 1_000)
      nonisolated(unsafe) var lost = 0
      path.loses = { sent in
        guard sent.end == end, sent.segment.flags.contains(.fin), lost == 0 else { return false }
        lost += 1
        return true
      }
      path.run(until: .start + .seconds(100))
      #expect(lost == 1)
      #expect(path.received == 1_000)
      #expect(path.sender.state == .closed)
      #expect(path.receiver.state == .closed)
      #expect(path.sender.failure == nil)
    }
  }

  @Test("a path that fails for half a minute is used again when it is back")
  func outage() {
    let path = TCPPath(bytes: nil)
    path.loses = { $0.time >= .start + .seconds(2) && $0.time < .start + .seconds(32) }
    path.run(until: .start + .seconds(31))
    let before = path.received
    path.run(until: .start + .seconds(80))
    #expect(path.received > before + 1_000_000)
    #expect(!path.isCorrupted)
    #expect(path.sender.failure == nil)
  }

  /// Each segment is spoiled by chance, each way.
  @Test("nothing is missing or wrong after loss, reordering and duplication", arguments: 1...8)
  func spoiled(seed: UInt64) {
    var random = RandomStream(seed: seed)
    let path = TCPPath(bytes: 400_000)
    path.oneWay = .milliseconds(10)
    path.loses = { _ in random.unit() < 0.03 }
    path.doubles = { _ in random.unit() < 0.05 }
    path.delays = { _ in random.unit() < 0.1 ? .microseconds(Int64(random.below(20_000))) : .zero }
    path.run(until: .start + .seconds(600))
    #expect(path.received == 400_000)
    #expect(!path.isCorrupted)
    #expect(path.sender.acknowledgedBytes == 400_000)
    #expect(path.sender.failure == nil)
  }

  /// Mathis et al. 1997: MSS / RTT * sqrt(3 / 2) / sqrt(p). Acknowledged bytes are counted, so that delayed acknowledgments do not slow
  /// the window's growth.
  @Test("1 % loss gives what the formula of Mathis says, within a factor", arguments: [1, 2, 3])
  func mathis(seed: UInt64) {
    var random = RandomStream(seed: seed)
    var settings = TCPSettings()
    settings.minimumTimeout = .milliseconds(200)
    let path = TCPPath(settings)
    path.loses = { $0.end == 0 && random.unit() < 0.01 }
    path.run(until: .start + .seconds(200))
    let segments = Double(path.received) / 1_460 / 2_000
    let formula = 1.2247 / 0.1
    #expect(segments / formula > 0.7, "\(segments) segments a round trip, not \(formula)")
    #expect(segments / formula < 1.3, "\(segments) segments a round trip, not \(formula)")
    #expect(!path.isCorrupted)
  }
}
