/// One number that a run can give.
public struct Metric: Hashable, Sendable {
  public enum Unit: String, Sendable {
    case seconds = "s"
    case perSecond = "/s"
    case bytes = "B"
    case bytesPerSecond = "B/s"
    case bitsPerSecond = "bit/s"
    /// A number of things.
    case count = "1"
    /// From 0 to 1.
    case fraction = ""
  }

  public var name: String
  public var unit: Unit
  /// One line, without a full stop.
  public var meaning: String
}
