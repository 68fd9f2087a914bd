import Testing
import Vocabulary

@testable import Protocols

@Suite("TCP: windows")
struct TCPWindowTests {
  @Test("a receiver that does not read closes the window; probes find it open again (RFC 9293, 3.8.6.1)")
  func zeroWindow() {
    var settings = TCPSettings()
    settings.receiveWindow = 20_000
    let path = TCPPath(settings, bytes: 100_000)
    path.isReading = false
    path.run(until: .start + .seconds(20))
    #expect(path.received == 20_000)
    #expect(path.sender.probes > 2)
    #expect(path.sender.failure == nil)
    path.resumeReading()
    path.run(until: .start + .seconds(60))
    #expect(path.received == 100_000)
    #expect(!path.isCorrupted)
    #expect(path.sender.state == .timeWait)
  }

  @Test("a lost window update is found by a probe")
  func lostUpdate() {
    var settings = TCPSettings()
    settings.receiveWindow = 20_000
    let path = TCPPath(settings, bytes: 100_000)
    path.isReading = false
    path.run(until: .start + .seconds(5))
    let before = path.sent.count
    path.loses = { $0.end == 1 && $0.segment.window > 0 && $0.time < .start + .milliseconds(5_010) }
    path.resumeReading()
    #expect(path.sent.count > before)
    path.loses = { _ in false }
    path.run(until: .start + .seconds(60))
    #expect(path.received == 100_000)
  }

  @Test("probes wait twice as long each time, up to a minute, and never give up while the peer answers")
  func patience() {
    var settings = TCPSettings()
    settings.receiveWindow = 5_000
    let path = TCPPath(settings, bytes: 100_000)
    path.isReading = false
    path.run(until: .start + .seconds(2_000))
    #expect(path.sender.state == .finWait1 || path.sender.state == .established)
    let probes = path.sent.filter { $0.end == 0 && $0.segment.count == 1 }.map(\.time)
    let waits = zip(probes.dropFirst(), probes).map { ($0 - $1).nanoseconds / 1_000_000_000 }
    #expect(waits.prefix(5) == [2, 4, 8, 16, 32])
    #expect(waits.last == 60)
    #expect(probes.count > 30)
  }

  @Test("the sender stays within the window that it was given")
  func respected() {
    var settings = TCPSettings()
    settings.receiveWindow = 30_000
    let path = TCPPath(settings)
    path.run(until: .start + .seconds(5))
    var acknowledged: UInt32 = 0
    var edge: UInt32 = 0
    var most: UInt32 = 0
    var arrivals = path.sent.filter { $0.end == 1 }.map { ($0.time + .milliseconds(50), $0.segment) }[...]
    for sent in path.sent where sent.end == 0 && sent.segment.count > 0 {
      while let (time, segment) = arrivals.first, time <= sent.time {
        arrivals.removeFirst()
        acknowledged = segment.acknowledgment
        let shift: UInt32 = 0
        edge = acknowledged &+ UInt32(segment.window) << shift
      }
      let end = sent.segment.sequence &+ UInt32(sent.segment.count)
      #expect(Int32(bitPattern: edge &- end) >= 0)
      most = max(most, end &- acknowledged)
    }
    #expect(most > 28_000)
  }

  @Test("a peer without the window scale gets none, and 64 kB is the most (RFC 7323, 2.2)")
  func unscaled() throws {
    let syn = TCPSegment(sequence: 5, flags: .syn, window: 1_000)
    var connection = try #require(TCPConnection(accepting: syn, settings: TCPSettings(), initialSequence: 9))
    let answer = connection.nextSegment(at: .start)
    #expect(answer?.segment.windowScale == .some(nil))
    #expect(answer?.segment.window == 65_535)
    let ack = TCPSegment(sequence: 6, acknowledgment: 10, flags: .ack, window: 1_000)
    let refusal = connection.receive(ack, of: PacketBuffer(count: 0), at: 0, now: .start)
    #expect(refusal == nil)
    #expect(connection.state == .established)
    // Without a largest segment in the SYN it is 536 bytes (RFC 9293, 3.7.1), and the window holds one.
    connection.write(5_000)
    let first = connection.nextSegment(at: .start)
    #expect(first?.segment.count == 536)
    let second = connection.nextSegment(at: .start)
    #expect(second == nil)
  }
}
