import Scenarios

/// The last steps of a run, by their numbers.
struct StepHistory {
  /// Steps kept at least; at most twice as many.
  private let limit: Int
  private var steps: [TracedStep] = []
  /// The number before that of the first in `steps`.
  private var dropped: Int64 = 0

  init(limit: Int = 1 << 19) { self.limit = limit }

  /// All there ever were.
  var count: Int64 { dropped + Int64(steps.count) }

  mutating func append(_ step: TracedStep) {
    if steps.count == 2 * limit {
      steps.removeFirst(limit)
      dropped += Int64(limit)
    }
    steps.append(step)
  }

  /// Nil for one that is kept no more, or has not been.
  subscript(number: Int64) -> TracedStep? {
    let place = number - dropped - 1
    return steps.indices.contains(Int(place)) ? steps[Int(place)] : nil
  }
}
