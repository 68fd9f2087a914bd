import Vocabulary

/// Sends ICMP echo requests. Each carries its mark and the time at which it left, which come back with the reply.
struct EchoSource {
  let flow: TrafficFlow
  private let rate: PacketRate
  private let content: [UInt8]
  private var sequence: Int64

  init(_ flow: TrafficFlow, every period: TimeSpan, size: Int, now: Instant) {
    self.flow = flow
    rate = PacketRate(1, per: period)
    content = PacketFactory.content(size - IPv4Header.minimumByteCount - ICMPEcho.byteCount, of: flow.number)
    sequence = rate.first(from: now - flow.start)
  }

  var due: Instant? {
    let time = flow.start + rate.offset(of: sequence)
    return time < flow.stop ? time : nil
  }

  mutating func next(at now: Instant) -> PacketBuffer {
    let mark = PacketMark(source: flow.number, sequence: sequence)
    let number = UInt16(truncatingIfNeeded: sequence)
    sequence += 1
    let packet = PacketFactory.packet(content, mark, at: now)
    ICMPEcho(kind: .request, identifier: flow.sourcePort, sequence: number).push(on: packet)
    return packet
  }
}
