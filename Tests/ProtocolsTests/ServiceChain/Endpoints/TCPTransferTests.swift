import Testing
import Vocabulary

@testable import Protocols

@Suite("TCP: transfers")
struct TCPTransferTests {
  @Test("three segments open a connection, with the largest segment and the window scale (RFC 9293, 3.5)")
  func handshake() throws {
    let path = TCPPath(bytes: 100)
    path.run(until: .start + .seconds(1))
    let first = path.sent.prefix(3)
    #expect(first.map(\.segment.flags) == [.syn, [.syn, .ack], [.ack, .psh, .fin]])
    #expect(first.map(\.segment.maximumSegmentSize) == [1_460, 1_460, nil])
    // 512,000 needs 4 bits more than 16: 64,000 in units of 8.
    #expect(first.map(\.segment.windowScale) == [3, 3, nil])
    #expect(first.last?.segment.window == 64_000)
    #expect(path.opened == .start + .milliseconds(100))
  }

  @Test("all bytes arrive, both ends close, and the one that closed first waits (RFC 9293, 3.6)")
  func whole() {
    let path = TCPPath(bytes: 1_000_000)
    path.run(until: .start + .seconds(10))
    #expect(path.received == 1_000_000)
    #expect(!path.isCorrupted)
    #expect(path.sender.state == .timeWait)
    #expect(path.receiver.state == .closed)
    #expect(path.sender.acknowledgedBytes == 1_000_000)
    #expect(path.sender.retransmissions == 0)
    path.run(until: .start + .seconds(100))
    #expect(path.sender.state == .closed)
    #expect(path.sender.failure == nil)
    #expect(path.drops.isEmpty)
  }

  @Test("nothing to send: two FINs and no data")
  func empty() {
    let path = TCPPath(bytes: 0)
    path.run(until: .start + .seconds(100))
    #expect(path.received == 0)
    #expect(path.sender.state == .closed)
    #expect(path.receiver.state == .closed)
    #expect(path.sent.allSatisfy { $0.segment.count == 0 })
  }

  @Test(
    "throughput is window / round-trip time", arguments: [(64_000, 20), (512_000, 50), (512_000, 150), (30_000, 5)])
  func windowLimit(window: Int, oneWayMilliseconds: Int64) {
    var settings = TCPSettings()
    settings.receiveWindow = window
    let path = TCPPath(settings)
    path.oneWay = .milliseconds(oneWayMilliseconds)
    // Slow start is over after a dozen round trips.
    let roundTrip = TimeSpan.milliseconds(2 * oneWayMilliseconds)
    path.run(until: .start + roundTrip * 20)
    let before = path.received
    path.run(until: .start + roundTrip * 40)
    let rate = Double(path.received - before) / (roundTrip * 20).seconds
    let expected = Double(window) / roundTrip.seconds
    // Whole segments only.
    #expect(abs(rate / expected - 1) < 0.04, "\(rate) bytes/s, not \(expected)")
    #expect(path.sender.retransmissions == 0)
  }

  @Test("slow start sends half as much again each round trip: every second segment is answered (RFC 5681, 3.1)")
  func slowStart() {
    let path = TCPPath()
    path.run(until: .start + .milliseconds(690))
    // Round trips of 100 ms after 100 ms of handshake.
    let counts = (1...5).map { trip in
      path.sent.filter { $0.end == 0 && $0.segment.count > 0 && Int($0.time.nanoseconds / 100_000_000) == trip }.count
    }
    #expect(counts.first == 10)
    for (more, fewer) in zip(counts.dropFirst(), counts) {
      #expect(abs(Double(more) / Double(fewer) - 1.5) < 0.15, "\(counts)")
    }
  }

  @Test("every second full segment is answered at once, a single one after the delay (RFC 1122, 4.2.3.2)")
  func delayedAcknowledgments() {
    let path = TCPPath(bytes: 3 * 1_460)
    path.run(until: .start + .milliseconds(170))
    // Data leaves at 100 ms and arrives at 150 ms; the FIN with the third segment is answered at once.
    let answers = path.sent.filter { $0.end == 1 && $0.segment.flags.isDisjoint(with: .syn) }
    #expect(answers.map(\.time) == [.start + .milliseconds(150), .start + .milliseconds(150)])

    // A window that is told whole in the SYN needs no update.
    var settings = TCPSettings()
    settings.receiveWindow = 60_000
    let lone = TCPPath(settings)
    lone.loses = { $0.end == 0 && $0.number > 1 }
    lone.run(until: .start + .milliseconds(210))
    let late = lone.sent.filter { $0.end == 1 && $0.segment.flags == .ack }
    #expect(late.map(\.time) == [.start + .milliseconds(190)])
  }

  @Test("sequence numbers wrap around without notice", arguments: [UInt32.max - 20_000, .max, 0, 0x7FFF_F000])
  func wrapping(initialSequence: UInt32) {
    let path = TCPPath(bytes: 300_000, initialSequence: initialSequence)
    path.run(until: .start + .seconds(10))
    #expect(path.received == 300_000)
    #expect(!path.isCorrupted)
  }

  @Test("an application that stops in the middle ends the stream with what was sent")
  func stops() {
    let path = TCPPath()
    path.run(until: .start + .seconds(1))
    path.change(0) { $0.close(discardingUnsent: true) }
    path.run(until: .start + .seconds(3))
    #expect(path.sender.state == .timeWait)
    #expect(path.received == path.sender.acknowledgedBytes)
    #expect(path.received > 500_000)
  }
}
