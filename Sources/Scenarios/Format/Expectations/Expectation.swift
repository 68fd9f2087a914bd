/// Something that a scenario says must hold of its results.
public struct Expectation: Hashable, Sendable {
  /// In the unit of the metric.
  public enum Bound: Hashable, Sendable {
    case atLeast(Double)
    case atMost(Double)
    case above(Double)
    case below(Double)
    case between(Double, Double)
    /// A value, give or take this fraction of it.
    case equals(Double, tolerance: Double)
  }

  public enum Shape: Hashable, Sendable {
    /// Highest and lowest mean differ by at most this fraction of their average.
    case flat(within: Double)
    case increasing
    case decreasing
    case linear
    case quadratic
  }

  /// By what factor the metric changes from one value of the axis to another.
  public struct Change: Hashable, Sendable {
    /// Indices of values of the axis.
    public var from: Int
    public var to: Int
    /// At least 1.
    public var atLeast: Double?
    public var atMost: Double?
  }

  public enum Test: Hashable, Sendable {
    case bound(Bound)
    /// `along` is the index of an axis.
    case shape(Shape, along: Int)
    case falls(Change, along: Int)
    case rises(Change, along: Int)
    /// An override took away the axis values that it speaks of.
    case untestable(String)
  }

  /// What gives the value, besides prices that are calibrated.
  public enum Basis: String, Sendable {
    case model
    /// Numbers that the simulation was given: that it holds says only that the sum is right.
    case inputs
    /// A choice in the design that was made in sight of the published value.
    case design
  }

  public var metric: Metric
  public var at: [Coordinate]
  public var test: Test
  /// `write-rate at workload.configuration = 400 B`.
  public var subject: String
  /// `is at least 150 /s`.
  public var claim: String
  /// Where it is from: a paper and figure, or `own`.
  public var source: String?
  public var basis = Basis.model
  /// Why the simulation does not give it, where that is known.
  public var differs: String?
  public var place: Place

  public var text: String { "\(subject) \(claim)" }

  /// Whether it is from a publication, rather than the scenario's own.
  public var isPublished: Bool { source.map { $0 != "own" } ?? false }
}
