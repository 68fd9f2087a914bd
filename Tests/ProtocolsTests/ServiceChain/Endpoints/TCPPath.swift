import Vocabulary

@testable import Protocols

/// Two ends of a connection and a path between them that a test can spoil. End 0 opens and sends flow 1; end 1 answers and reads.
final class TCPPath {
  struct Sent {
    var time: Instant
    /// The end that sent it.
    var end: Int
    var segment: TCPSegment
    var isRetransmission: Bool
    /// Which segment of that end it is, from 0.
    var number: Int
  }

  private struct Arrival {
    var time: Instant
    var order: Int
    var sent: Sent
    var packet: PacketBuffer
  }

  var oneWay = TimeSpan.milliseconds(50)
  /// What is lost.
  var loses: (Sent) -> Bool = { _ in false }
  /// What arrives twice.
  var doubles: (Sent) -> Bool = { _ in false }
  /// What arrives late, by how much.
  var delays: (Sent) -> TimeSpan = { _ in .zero }
  /// Whether the answering end's application reads what arrives.
  var isReading = true

  let settings: TCPSettings
  private(set) var ends: [TCPConnection?]
  private(set) var now = Instant.start
  private(set) var sent: [Sent] = []
  private(set) var received: Int64 = 0
  private(set) var isCorrupted = false
  private(set) var drops: [DropReason] = []
  private(set) var opened: Instant?
  private var waiting: [Arrival] = []
  private var order = 0
  private var numbers = [0, 0]
  private var unread: Int64 = 0

  init(_ settings: TCPSettings = TCPSettings(), bytes: Int64? = nil, initialSequence: UInt32 = 0xFFFF_F000) {
    self.settings = settings
    var opening = TCPConnection(opening: settings, initialSequence: initialSequence)
    opening.write(bytes ?? 1 << 40)
    if bytes != nil { opening.close() }
    ends = [opening, nil]
  }

  var sender: TCPConnection { ends[0]! }
  var receiver: TCPConnection { ends[1]! }

  func change(_ end: Int, _ body: (inout TCPConnection) -> Void) {
    body(&ends[end]!)
    drive(end)
  }

  /// Runs until nothing more happens or the time has come.
  func run(until end: Instant) {
    drive(0)
    while let next = nextTime, next <= end {
      now = next
      for index in 0...1 where ends[index]?.deadline.map({ $0 <= now }) == true {
        ends[index]!.expire(at: now)
        drive(index)
      }
      while let first = waiting.last, first.time <= now { deliver(waiting.removeLast()) }
    }
    now = max(now, end)
  }

  /// The receiver's application reads all that it left, and goes on reading.
  func resumeReading() {
    isReading = true
    ends[1]!.read(unread, at: now)
    unread = 0
    drive(1)
  }

  private var nextTime: Instant? {
    let times = [waiting.last?.time, ends[0]?.deadline, ends[1]?.deadline].compactMap { $0 }
    return times.min().map { max($0, now) }
  }

  private func deliver(_ arrival: Arrival) {
    let end = 1 - arrival.sent.end
    if ends[end] == nil {
      guard let answering = TCPConnection(accepting: arrival.sent.segment, settings: settings, initialSequence: 77)
      else {
        return
      }
      ends[end] = answering
    } else {
      if let drop = ends[end]!.receive(arrival.sent.segment, of: arrival.packet, at: 0, now: now) { drops.append(drop) }
    }
    drive(end)
  }

  private func drive(_ end: Int) {
    guard ends[end] != nil else { return }
    if end == 1 { read() }
    if end == 1, ends[1]!.state == .closeWait { ends[1]!.close() }
    while let outgoing = ends[end]!.nextSegment(at: now) {
      let packet = PacketBuffer(count: outgoing.segment.count)
      packet.withUnsafeMutableBytes { StreamContent.fill($0, of: 1, from: outgoing.position) }
      transmit(
        Sent(
          time: now, end: end, segment: outgoing.segment, isRetransmission: outgoing.isRetransmission,
          number: numbers[end]), packet)
      numbers[end] += 1
    }
    if opened == nil, ends[0]!.state != .synSent { opened = now }
  }

  private func read() {
    var bytes: Int64 = 0
    for arrival in ends[1]!.arrivals {
      arrival.packet.withUnsafeBytes {
        let part = UnsafeRawBufferPointer(rebasing: $0[arrival.offset..<arrival.offset + arrival.count])
        if arrival.position != received || !StreamContent.matches(part, of: 1, from: arrival.position) {
          isCorrupted = true
        }
      }
      received += Int64(arrival.count)
      bytes += Int64(arrival.count)
    }
    ends[1]!.arrivals.removeAll()
    if isReading { ends[1]!.read(bytes, at: now) } else { unread += bytes }
  }

  private func transmit(_ segment: Sent, _ packet: PacketBuffer) {
    sent.append(segment)
    guard !loses(segment) else { return }
    for _ in 0..<(doubles(segment) ? 2 : 1) {
      let arrival = Arrival(time: now + oneWay + delays(segment), order: order, sent: segment, packet: packet)
      order += 1
      // Descending by time and order.
      var index = 0
      if let behind = waiting.firstIndex(where: { ($0.time, $0.order) < (arrival.time, arrival.order) }) {
        index = behind
      } else {
        index = waiting.count
      }
      waiting.insert(arrival, at: index)
    }
  }
}
