/// What a TCP header says, without the ports, and where the payload is.
public struct TCPSegment: Hashable, Sendable {
  public var sequence: UInt32
  public var acknowledgment: UInt32
  public var flags: TCPFlags
  /// As it stands in the header: not scaled.
  public var window: UInt16
  /// The options of a SYN.
  public var maximumSegmentSize: UInt16?
  public var windowScale: UInt8?
  /// Bytes of payload.
  public var count: Int

  public init(
    sequence: UInt32, acknowledgment: UInt32 = 0, flags: TCPFlags, window: UInt16, maximumSegmentSize: UInt16? = nil,
    windowScale: UInt8? = nil, count: Int = 0
  ) {
    self.sequence = sequence
    self.acknowledgment = acknowledgment
    self.flags = flags
    self.window = window
    self.maximumSegmentSize = maximumSegmentSize
    self.windowScale = windowScale
    self.count = count
  }

  /// Sequence numbers that it takes: SYN and FIN count as one each.
  var length: Int { count + (flags.contains(.syn) ? 1 : 0) + (flags.contains(.fin) ? 1 : 0) }

  init(_ header: TCPHeader, count: Int) {
    self.init(
      sequence: header.sequence, acknowledgment: header.acknowledgment, flags: header.flags, window: header.window,
      maximumSegmentSize: header.options.maximumSegmentSize, windowScale: header.options.windowScale, count: count)
  }

  func header(from port: UInt16, to peerPort: UInt16) -> TCPHeader {
    var options = TCPOptions()
    options.maximumSegmentSize = maximumSegmentSize
    options.windowScale = windowScale
    return TCPHeader(
      sourcePort: port, destinationPort: peerPort, sequence: sequence, acknowledgment: acknowledgment, flags: flags,
      window: window, options: options)
  }
}
