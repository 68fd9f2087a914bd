import Vocabulary

/// What one oracle found: the first twenty, as one defect shows again and again, and how many more there were.
struct ViolationList {
  let oracle: String
  private var first: [Violation] = []
  private var further = 0
  static let limit = 20

  init(_ oracle: OracleName) { self.oracle = oracle.rawValue }

  mutating func report(_ text: String, at instant: Instant? = nil) {
    if first.count < ViolationList.limit {
      first.append(Violation(oracle: oracle, at: instant, text: text))
    } else {
      further += 1
    }
  }

  var count: Int { first.count + further }

  var all: [Violation] {
    further == 0 ? first : first + [Violation(oracle: oracle, at: nil, text: "violated \(further) times more")]
  }
}
