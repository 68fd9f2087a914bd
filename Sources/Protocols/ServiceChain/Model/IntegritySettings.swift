import Vocabulary

/// How elements keep network service headers from being changed or made up (RFC 9145).
public struct IntegritySettings: Hashable, Sendable {
  public var mode: CryptoMode
  /// How far a timestamp may lie from the element's clock, either way (RFC 9145, 7.5). More than zero.
  public var tolerance: TimeSpan

  public init(_ mode: CryptoMode, tolerance: TimeSpan = HeaderIntegrity.defaultTolerance) {
    precondition(tolerance > .zero, "a tolerance of \(tolerance.nanoseconds) ns")
    self.mode = mode
    self.tolerance = tolerance
  }

  public static let real = IntegritySettings(.real)
  public static let modelled = IntegritySettings(.modelled)
}
