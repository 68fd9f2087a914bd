import Vocabulary

/// One end of a TCP connection at an endpoint, and what the application above it does: it sends a flow's bytes, or reads and
/// compares what the peer sends.
struct StreamEnd {
  /// Which connection a segment belongs to.
  struct Key: Hashable {
    var peer: UInt32
    var peerPort: UInt16
    var port: UInt16
  }

  let key: Key
  var connection: TCPConnection
  /// What it sends; nil at the end that answered.
  let flow: TrafficFlow?
  /// The flow that it reads, once its first bytes are here.
  var reads: Int?
  private var head: UInt64 = 0
  private var headBytes = 0
  /// When its timer rings; nil if it is not armed.
  var armedFor: Instant?
  /// Segments sent again, as last noted.
  var noted = 0
  var isOpenNoted = false
  /// When the application stops writing.
  var stopsAt: Instant?

  init(_ key: Key, _ connection: TCPConnection, flow: TrafficFlow?) {
    self.key = key
    self.connection = connection
    self.flow = flow
  }

  /// Reads what arrived in order. The bytes that are right, and those that are not.
  mutating func read(at now: Instant) -> (right: Int64, wrong: Int64) {
    var right: Int64 = 0
    var wrong: Int64 = 0
    for arrival in connection.arrivals {
      arrival.packet.withUnsafeBytes { packet in
        let bytes = UnsafeRawBufferPointer(rebasing: packet[arrival.offset..<arrival.offset + arrival.count])
        learn(bytes)
        let isRight = reads.map { StreamContent.matches(bytes, of: $0, from: arrival.position) } ?? true
        if isRight { right += Int64(bytes.count) } else { wrong += Int64(bytes.count) }
      }
    }
    connection.arrivals.removeAll(keepingCapacity: true)
    connection.read(right + wrong, at: now)
    return (right, wrong)
  }

  /// The stream's first eight bytes name its flow.
  private mutating func learn(_ bytes: UnsafeRawBufferPointer) {
    guard headBytes < 8 else { return }
    for byte in bytes.prefix(8 - headBytes) {
      head = head << 8 | UInt64(byte)
      headBytes += 1
    }
    if headBytes == 8 { reads = StreamContent.flow(of: head) }
  }

  /// A packet of the segment's payload, its TCP header in front.
  func packet(_ outgoing: TCPConnection.Outgoing, from source: ElementID) -> PacketBuffer {
    let segment = outgoing.segment
    let packet = PacketBuffer(count: segment.count)
    if let flow, segment.count > 0 {
      packet.withUnsafeMutableBytes { StreamContent.fill($0, of: flow.number, from: outgoing.position) }
    }
    segment.header(from: key.port, to: key.peerPort)
      .push(on: packet, source: source.networkAddress, destination: key.peer)
    return packet
  }
}
