import Vocabulary

/// What one scenario came to.
public struct TwinsOutcome: Sendable {
  /// The number of the choice in each view.
  public var schedule: [Int]
  /// A digest of everything that happened.
  public var fingerprint: UInt64
  /// Blocks of the longest chain of an honest instance.
  public var decided: Int
  /// The highest view that an honest instance was in.
  public var view: Int64
  /// From when the network was whole until everything was decided; nil if that did not happen.
  public var healing: TimeSpan?
  public var marks: TwinsMarks
  public var violations: [Violation]
}
