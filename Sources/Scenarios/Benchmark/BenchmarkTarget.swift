/// What a figure of a benchmark ought to be, its bound included.
public enum BenchmarkTarget: Hashable, Sendable {
  case atLeast(Double)
  case atMost(Double)

  public func isMet(by value: Double) -> Bool {
    switch self {
    case .atLeast(let bound): value >= bound
    case .atMost(let bound): value <= bound
    }
  }
}
