import Protocols
import Vocabulary

/// What many scenarios came to.
public struct TwinsSummary: Sendable {
  public private(set) var scenarios = 0
  /// Blocks, over all scenarios.
  public private(set) var decided = 0
  /// By the highest view that a scenario reached: how many did.
  public private(set) var views: [Int] = []
  /// In the order of `TwinsMarks.all`: how many scenarios have the mark.
  public private(set) var marks = [Int](repeating: 0, count: TwinsMarks.all.count)
  /// The longest time from a whole network to everything decided.
  public private(set) var longestHealing = TimeSpan.zero
  /// Scenarios that violate something.
  public private(set) var violating = 0
  /// The first of them.
  public private(set) var findings: [TwinsOutcome] = []
  /// SHA-256 over the fingerprints of the scenarios of each part, in order.
  private var parts: [Digest] = []
  private var open: [UInt64] = []

  /// Findings that are kept.
  public static let mostFindings = 10

  init() {}

  mutating func add(_ outcome: TwinsOutcome) {
    scenarios += 1
    decided += outcome.decided
    let view = Int(outcome.view)
    while views.count <= view { views.append(0) }
    views[view] += 1
    for (index, entry) in TwinsMarks.all.enumerated() where outcome.marks.contains(entry.mark) { marks[index] += 1 }
    longestHealing = max(longestHealing, outcome.healing ?? .zero)
    open.append(outcome.fingerprint)
    guard !outcome.violations.isEmpty else { return }
    violating += 1
    if findings.count < TwinsSummary.mostFindings { findings.append(outcome) }
  }

  /// Ends a part, which can then be appended to others.
  mutating func close() {
    var hasher = SHA256Hasher()
    for word in open { withUnsafeBytes(of: word.bigEndian) { hasher.update($0) } }
    parts.append(hasher.finish())
    open = []
  }

  /// Adds the scenarios that come after these.
  mutating func append(_ other: TwinsSummary) {
    scenarios += other.scenarios
    decided += other.decided
    while views.count < other.views.count { views.append(0) }
    for (view, count) in other.views.enumerated() { views[view] += count }
    for index in marks.indices { marks[index] += other.marks[index] }
    longestHealing = max(longestHealing, other.longestHealing)
    violating += other.violating
    findings += other.findings.prefix(TwinsSummary.mostFindings - findings.count)
    parts += other.parts
  }

  /// The same for the same scenarios on every machine, at any number of jobs: 64 hexadecimal digits.
  public var fingerprint: String {
    var hasher = SHA256Hasher()
    for part in parts { hasher.update(part) }
    return hasher.finish().description
  }
}
