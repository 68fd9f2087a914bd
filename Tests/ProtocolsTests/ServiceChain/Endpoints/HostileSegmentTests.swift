import Testing
import Vocabulary

@testable import Protocols

@Suite("TCP: hostile segments")
struct HostileSegmentTests {
  /// A segment near what the connection expects, with some fields at random.
  private func segment(_ random: inout RandomStream, near connection: TCPConnection, peer: UInt32) -> TCPSegment {
    let flags = TCPFlags(rawValue: UInt8(random.below(64)) | (random.unit() < 0.8 ? 16 : 0))
    let nearSequence = peer &+ UInt32(truncatingIfNeeded: connection.expected)
    let offsets: [UInt32] = [0, 1, 1_460, 100_000, UInt32.max, 0x8000_0000, UInt32(random.below(1 << 32))]
    let nearAcknowledgment = connection.sequence(of: connection.highest)
    return TCPSegment(
      sequence: nearSequence &+ offsets[Int(random.below(7))],
      acknowledgment: nearAcknowledgment &- offsets[Int(random.below(7))], flags: flags,
      window: UInt16(random.below(65_536)),
      maximumSegmentSize: random.unit() < 0.1 ? UInt16(random.below(65_536)) : nil,
      windowScale: random.unit() < 0.1 ? UInt8(random.below(256)) : nil,
      count: Int(random.below(3)) * Int(random.below(1_500)))
  }

  @Test("no segment traps, makes a connection send without end, or makes its memory grow", arguments: 1...40)
  func anySegments(seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    var settings = TCPSettings()
    settings.receiveWindow = seed % 2 == 0 ? 4_000 : 512_000
    var now = Instant.start
    var connection: TCPConnection
    let peer = UInt32(random.below(1 << 32))
    if seed % 3 == 0 {
      connection = TCPConnection(opening: settings, initialSequence: UInt32(random.below(1 << 32)))
    } else {
      let syn = TCPSegment(
        sequence: peer, flags: .syn, window: 5_000, maximumSegmentSize: UInt16(random.below(3)), windowScale: 200)
      connection = try #require(TCPConnection(accepting: syn, settings: settings, initialSequence: 7))
    }
    connection.write(100_000)
    if seed % 4 == 0 { connection.close() }
    for _ in 0..<400 {
      let segment = segment(&random, near: connection, peer: peer)
      let packet = PacketBuffer(count: segment.count)
      let before = connection.receivedBytes
      _ = connection.receive(segment, of: packet, at: 0, now: now)
      var delivered: Int64 = 0
      for arrival in connection.arrivals {
        #expect(arrival.offset >= 0 && arrival.offset + arrival.count <= arrival.packet.count)
        delivered += Int64(arrival.count)
      }
      #expect(connection.receivedBytes - before == delivered)
      connection.arrivals.removeAll()
      connection.read(delivered, at: now)
      var sent = 0
      while connection.nextSegment(at: now) != nil { sent += 1 }
      #expect(sent < 200)
      #expect(connection.early.count <= 2 * settings.receiveWindow / settings.maximumSegmentSize + 64)
      if random.unit() < 0.2, let deadline = connection.deadline {
        now = max(now, deadline)
        connection.expire(at: now)
      }
    }
  }

  @Test("a reset counts only at the very next byte (RFC 5961, 3.2)")
  func blindReset() {
    let path = TCPPath()
    path.run(until: .start + .milliseconds(400))
    let peer = path.sender.sequence(of: 0)
    let expected = path.receiver.expected
    func reset(_ offset: Int64) -> TCPSegment {
      TCPSegment(sequence: peer &+ UInt32(truncatingIfNeeded: expected + offset), flags: .rst, window: 0)
    }
    let nothing = PacketBuffer(count: 0)
    path.change(1) { #expect($0.receive(reset(1_000), of: nothing, at: 0, now: path.now) == .outsideWindow) }
    #expect(path.receiver.state == .established)
    // Answered by an acknowledgment, so that a true peer could repeat it in the right place.
    #expect(path.sent.last?.end == 1)
    path.change(1) { #expect($0.receive(reset(0), of: nothing, at: 0, now: path.now) == .connectionReset) }
    #expect(path.receiver.state == .closed)
    #expect(path.receiver.failure == .reset)
  }

  @Test("a SYN within a connection is answered, and changes nothing (RFC 5961, 4.2)")
  func blindSYN() {
    let path = TCPPath()
    path.run(until: .start + .milliseconds(400))
    let before = path.receiver.expected
    let syn = TCPSegment(
      sequence: path.sender.sequence(of: before + 10), flags: .syn, window: 1, maximumSegmentSize: 1)
    path.change(1) { #expect($0.receive(syn, of: PacketBuffer(count: 0), at: 0, now: path.now) == .outsideWindow) }
    #expect(path.receiver.state == .established)
    #expect(path.receiver.expected == before)
    #expect(path.sent.last?.segment.flags == .ack)
  }

  @Test("an acknowledgment of what was never sent is refused and answered (RFC 9293, 3.10.7.4)")
  func acknowledgesTooMuch() {
    let path = TCPPath()
    path.run(until: .start + .milliseconds(400))
    let before = path.sender.unacknowledged
    let answer = TCPSegment(
      sequence: 78 &+ 0, acknowledgment: path.sender.sequence(of: path.sender.highest + 1), flags: .ack, window: 9)
    let nothing = PacketBuffer(count: 0)
    path.change(0) { #expect($0.receive(answer, of: nothing, at: 0, now: path.now) == .badAcknowledgment) }
    #expect(path.sender.unacknowledged == before)
  }

  @Test("only a SYN alone makes a connection")
  func notASYN() {
    for flags: TCPFlags in [.ack, [.syn, .ack], [.syn, .rst], [.syn, .fin], .rst, .fin, []] {
      let segment = TCPSegment(sequence: 1, flags: flags, window: 1)
      #expect(TCPConnection(accepting: segment, settings: TCPSettings(), initialSequence: 1) == nil)
    }
  }
}
