import Vocabulary

/// One end of a TCP connection (RFC 9293) without input or output: segments go in by `receive`, out by `nextSegment`; time
/// passes by `expire`. What is left out: docs/models/traffic.md.
///
/// Positions count the octets of a stream from its SYN at 0 and do not wrap.
public struct TCPConnection {
  /// Bytes that came in order, to be taken by the owner after each `receive`.
  public struct Arrival {
    public var packet: PacketBuffer
    /// Where they stand in the packet.
    public var offset: Int
    public var count: Int
    /// The first one's place among the stream's bytes of data, from 0.
    public var position: Int64
  }

  /// Whose turn it is to be acknowledged.
  enum Acknowledgment {
    case none
    case delayed(until: Instant)
    case now
  }

  public let settings: TCPSettings
  public internal(set) var state: TCPState
  /// How it ended, once it is closed other than by both FINs.
  public internal(set) var failure: TCPFailure?

  // Sending.
  let initialSend: UInt32
  /// SND.UNA: all before it is acknowledged.
  public internal(set) var unacknowledged: Int64 = 0
  /// SND.NXT.
  var next: Int64 = 0
  /// Behind the last that was ever sent.
  public internal(set) var highest: Int64 = 0
  /// SND.WND, and the largest that it ever was.
  var window: Int64 = 0
  var largestWindow: Int64 = 0
  /// SND.WL1, SND.WL2: the segment of the last window update.
  var windowSequence: Int64 = 0
  var windowAcknowledgment: Int64 = 0
  /// Behind the last byte that the application gave.
  var written: Int64 = 1
  /// The application gives no more: a FIN follows.
  var isFinishing = false
  /// Bytes of data in a segment to the peer.
  var segmentSize: Int
  var sendShift: UInt8 = 0
  var receiveShift: UInt8 = 0
  /// The peer's SYN had the option.
  var peerScales = false
  var congestion: CongestionControl
  var timeout: RetransmissionTimeout
  /// When to send again; nil while nothing is under way.
  var retransmitAt: Instant?
  /// The segment at `unacknowledged` must go again, whatever the windows say.
  var mustRetransmit = false
  /// One byte goes out into a closed window, to learn when it opens (RFC 9293, 3.8.6.1).
  var mustProbe = false
  var retransmissionsInRow = 0
  var probesInRow = 0
  /// Since the last fast retransmit.
  var partialAcknowledgments = 0
  /// The segment whose round trip is being taken: the position that acknowledges it, and when it left.
  var timed: (end: Int64, sentAt: Instant)?

  // Receiving.
  var initialReceive: UInt32 = 0
  /// RCV.NXT.
  public internal(set) var expected: Int64 = 0
  /// The right edge that was promised to the peer: it never moves back.
  var promised: Int64 = 0
  var early: ReassemblyQueue
  /// Arrived in order, and not read yet.
  var unread: Int64 = 0
  /// Where the peer's FIN stands, once it was seen.
  var finish: Int64?
  var acknowledgment = Acknowledgment.none
  /// Segments since the last acknowledgment.
  var unansweredSegments = 0
  /// A RST is owed, with this sequence number.
  var reset: UInt32?
  public var arrivals: [Arrival] = []
  var closeAt: Instant?

  // Counters.
  /// Segments sent again, for whatever reason.
  public internal(set) var retransmissions = 0
  public internal(set) var timeouts = 0
  public internal(set) var fastRetransmits = 0
  /// Bytes sent into a closed window.
  public internal(set) var probes = 0

  /// An end that opens: its SYN is the first segment that `nextSegment` gives.
  public init(opening settings: TCPSettings, initialSequence: UInt32) {
    self.init(settings, initialSequence, .synSent)
  }

  /// An end that answers a SYN; nil if the segment is none.
  public init?(accepting syn: TCPSegment, settings: TCPSettings, initialSequence: UInt32) {
    guard syn.flags.contains(.syn) else { return nil }
    guard syn.flags.isDisjoint(with: [.ack, .rst, .fin]) else { return nil }
    self.init(settings, initialSequence, .synReceived)
    takeSYN(syn)
  }

  private init(_ settings: TCPSettings, _ initialSequence: UInt32, _ state: TCPState) {
    precondition(settings.maximumSegmentSize > 0, "segments of \(settings.maximumSegmentSize) bytes")
    precondition(
      (1...TCPSettings.largestWindow).contains(settings.receiveWindow), "a window of \(settings.receiveWindow) bytes")
    self.settings = settings
    self.state = state
    initialSend = initialSequence
    // Without the option, a peer takes 536 bytes (RFC 9293, 3.7.1).
    segmentSize = min(536, settings.maximumSegmentSize)
    congestion = CongestionControl(segment: settings.maximumSegmentSize, initialSegments: settings.initialWindow)
    timeout = RetransmissionTimeout(minimum: settings.minimumTimeout, maximum: settings.maximumTimeout)
    early = ReassemblyQueue(capacity: 2 * settings.receiveWindow / settings.maximumSegmentSize + 64)
  }

  // MARK: The application

  /// Bytes that the application may still be asked for lie between `highest` and this.
  public mutating func write(_ bytes: Int64) { if !isFinishing { written += bytes } }

  /// Nothing more will be written than what was sent, or `write` gave if `discardingUnsent` is false.
  public mutating func close(discardingUnsent: Bool = false) {
    guard !isFinishing else { return }
    if discardingUnsent { written = max(highest, 1) }
    isFinishing = true
  }

  /// The application took bytes that had arrived; it reads what `arrivals` gives sooner or later.
  public mutating func read(_ bytes: Int64, at now: Instant) {
    unread -= min(bytes, unread)
    // A window that was small is told as soon as it is worth it (RFC 9293, 3.8.6.2.2).
    if state.mayReceive, edge - promised >= Int64(min(2 * segmentSize, settings.receiveWindow / 2)) {
      acknowledgment = .now
    }
  }

  /// Bytes of data that the peer has acknowledged.
  public var acknowledgedBytes: Int64 { max(0, min(unacknowledged, written) - 1) }
  /// Bytes of data that arrived in order.
  public var receivedBytes: Int64 { max(0, min(expected, finish ?? .max) - 1) }
  public var smoothedRoundTrip: TimeSpan? { timeout.smoothedRoundTrip }

  // MARK: Numbers

  /// Bytes under way.
  var flight: Int64 { next - unacknowledged }

  /// How far the receive window could reach.
  var edge: Int64 { expected + Int64(settings.receiveWindow) - unread }

  /// The position nearest to `reference` that a sequence number of that stream can mean.
  static func position(of sequence: UInt32, from initial: UInt32, near reference: Int64) -> Int64 {
    let distance = Int32(bitPattern: sequence &- initial &- UInt32(truncatingIfNeeded: reference))
    return reference + Int64(distance)
  }

  func sequence(of position: Int64) -> UInt32 { initialSend &+ UInt32(truncatingIfNeeded: position) }
}
