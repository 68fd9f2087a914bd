import Vocabulary

/// What one oracle found: the first twenty, as one defect shows again and again.
struct ViolationList {
  let oracle: String
  private(set) var all: [Violation] = []
  static let limit = 20

  init(_ oracle: String) { self.oracle = oracle }

  mutating func report(_ text: String, at instant: Instant? = nil) {
    guard all.count < ViolationList.limit else { return }
    all.append(Violation(oracle: oracle, at: instant, text: text))
  }
}
