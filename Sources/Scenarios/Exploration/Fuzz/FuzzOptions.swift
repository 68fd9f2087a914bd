/// How to fuzz.
public struct FuzzOptions: Sendable {
  /// The cases, by number; they end at `Int.max` when time decides.
  public var cases: Range<Int>
  public var seed: UInt64
  public var jobs: Int
  public var budget: FaultBudget
  /// Goes on after a violation.
  public var keepsGoing: Bool
  /// Where capsules go.
  public var directory: String
  /// Which chainbed this is, for capsules.
  public var version: String

  public init(
    cases: Range<Int>, seed: UInt64, jobs: Int, budget: FaultBudget = .within, keepsGoing: Bool = false,
    directory: String, version: String
  ) {
    precondition(jobs >= 1, "\(jobs) jobs")
    self.cases = cases
    self.seed = seed
    self.jobs = jobs
    self.budget = budget
    self.keepsGoing = keepsGoing
    self.directory = directory
    self.version = version
  }
}
