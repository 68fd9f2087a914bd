/// What a fuzz run has come to, cases in order.
public struct FuzzSummary: Codable, Sendable {
  /// A case in which an oracle spoke.
  public struct Failure: Codable, Sendable {
    public var number: Int
    public var violation: Violation
    /// The capsule.
    public var path: String
    /// Why the capsule could not be written; nil when it is there.
    public var problem: String?
  }

  public var cases = 0
  public var simulatedSeconds = 0.0
  public var events: Int64 = 0
  public var faults = 0
  /// Cases in which the progress oracle had something to judge: in the others it could not have spoken.
  public var progressJudged = 0
  /// Cases in which a fault of this kind was at work, by its name.
  public var casesWith: [String: Int] = [:]
  public var coverage = Coverage()
  public var failures: [Failure] = []

  public init() {}

  public var isGood: Bool { failures.isEmpty }

  mutating func add(_ fuzzCase: FuzzCase, _ outcome: RunOutcome) {
    cases += 1
    simulatedSeconds += fuzzCase.scenario.duration.total.seconds
    events += outcome.events
    if outcome.judgesProgress == true { progressJudged += 1 }
    if let reached = outcome.coverage { coverage.merge(reached) }
    faults += fuzzCase.scenario.faults.faults.count
    for kind in Set(fuzzCase.scenario.faults.faults.map(\.kind.name)) { casesWith[kind, default: 0] += 1 }
  }
}
