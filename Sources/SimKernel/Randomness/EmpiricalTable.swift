import Vocabulary

/// A distribution given by measured quantiles, linear between them.
public struct EmpiricalTable: Hashable, Sendable {
  /// Rising, from 0 to 1.
  public let probabilities: [Double]
  /// Rising: `values[i]` is the quantile of `probabilities[i]`.
  public let values: [Double]

  /// Nil unless there are at least two points, the probabilities rise strictly from 0 to 1, and the values are finite
  /// and do not fall.
  public init?(probabilities: [Double], values: [Double]) {
    guard probabilities.count == values.count else { return nil }
    guard probabilities.count >= 2 else { return nil }
    guard probabilities.first == 0 else { return nil }
    guard probabilities.last == 1 else { return nil }
    for i in 1..<values.count {
      guard probabilities[i - 1] < probabilities[i] else { return nil }
      guard values[i - 1] <= values[i] else { return nil }
    }
    guard values.allSatisfy(\.isFinite) else { return nil }
    self.probabilities = probabilities
    self.values = values
  }

  /// From a sample: its sorted values become equally spaced quantiles. Nil for fewer than two values or one that is not
  /// finite.
  public init?(sample: [Double]) {
    guard sample.count >= 2 else { return nil }
    let last = Double(sample.count - 1)
    self.init(probabilities: sample.indices.map { Double($0) / last }, values: sample.sorted())
  }

  /// The value below which a share `probability` (0 to 1) of draws lies.
  public func quantile(_ probability: Double) -> Double {
    var low = 0
    var high = probabilities.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if probabilities[middle] <= probability { low = middle } else { high = middle }
    }
    let share = (probability - probabilities[low]) / (probabilities[high] - probabilities[low])
    return values[low] + share * (values[high] - values[low])
  }

  public var mean: Double {
    var sum = 0.0
    for i in 1..<values.count {
      sum += (probabilities[i] - probabilities[i - 1]) * (values[i] + values[i - 1]) / 2
    }
    return sum
  }
}
