/// How large a message gets on the wire: TLS records in a TCP stream over IPv4 and Ethernet, without
/// acknowledgements and retransmissions. The arithmetic stands in docs/models/network.md.
public struct WireFormat: Hashable, Sendable {
  /// The most bytes of an IP packet: 1,500 on Ethernet.
  public var maximumTransmissionUnit: Int
  public var usesTLS: Bool

  /// The unit must leave room for the headers: at least 576 bytes.
  public init(maximumTransmissionUnit: Int = 1_500, usesTLS: Bool = true) {
    precondition(maximumTransmissionUnit >= 576, "a transmission unit of \(maximumTransmissionUnit) bytes")
    self.maximumTransmissionUnit = maximumTransmissionUnit
    self.usesTLS = usesTLS
  }

  /// Most plaintext bytes of a TLS record (RFC 8446, 5.1).
  public static let recordLimit = 16_384
  /// Record header 5, content type 1, authentication tag 16 (RFC 8446, 5.2).
  public static let recordOverhead = 22
  /// IPv4 header 20, TCP header 20, timestamp option 12 (RFC 7323).
  public static let segmentOverhead = 52
  /// Preamble 8, header 14, frame check sequence 4, gap 12 (IEEE 802.3).
  public static let frameOverhead = 38

  /// Bytes of wire time that a message of `payload` bytes takes.
  public func bytes(ofPayload payload: Int) -> Int {
    precondition(payload >= 0, "a payload of \(payload) bytes")
    let records = max(1, (payload + WireFormat.recordLimit - 1) / WireFormat.recordLimit)
    let stream = payload + (usesTLS ? records * WireFormat.recordOverhead : 0)
    let segment = maximumTransmissionUnit - WireFormat.segmentOverhead
    let frames = max(1, (stream + segment - 1) / segment)
    return stream + frames * (WireFormat.segmentOverhead + WireFormat.frameOverhead)
  }

  /// Bytes of the largest IP packet of a message that takes so many bytes of wire time.
  public func largestPacket(ofWireBytes bytes: Int) -> Int {
    min(maximumTransmissionUnit, bytes - WireFormat.frameOverhead)
  }
}
