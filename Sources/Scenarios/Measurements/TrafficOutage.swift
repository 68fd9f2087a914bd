import Vocabulary

/// What the receiver of a flow of evenly spaced packets missed of those that were sent within a window: counted as enc-sfc counts it
/// (6.1.1: lost packets over the rate), and exactly.
public struct TrafficOutage: Hashable, Sendable {
  /// A run of packets of which none arrived.
  public struct Interruption: Hashable, Sendable {
    public var packets: Int64
    /// When the first of them left.
    public var firstLost: Instant
    /// When the next one left that arrived, or is still under way; if none did, when the next would have been due, or the window ended.
    public var resumed: Instant

    public var length: TimeSpan { resumed - firstLost }
  }

  public var sent: Int64 = 0
  public var lost: Int64 = 0
  /// At the end of the measurement: neither lost nor arrived.
  public var underWay: Int64 = 0
  /// Packets a second.
  public var rate: Double
  /// In order.
  public var interruptions: [Interruption] = []
  /// The longest time within the window in which nothing arrived, its ends included.
  public var longestGap = TimeSpan.zero

  /// As enc-sfc prints it: 64 packets at 64 a second are one second.
  public var seconds: Double { Double(lost) / rate }

  /// From the first lost to the first delivered again, all interruptions together.
  public var exact: TimeSpan { interruptions.reduce(.zero) { $0 + $1.length } }

  public var longestInterruption: TimeSpan { interruptions.map(\.length).max() ?? .zero }
}
