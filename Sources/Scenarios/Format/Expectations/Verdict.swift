/// Whether an expectation holds, and what was seen.
public struct Verdict: Hashable, Sendable {
  public enum Outcome: String, Sendable {
    case holds
    case fails
    /// It fails, as the scenario says and explains.
    case differs
    /// Nothing that it speaks of was run.
    case untested
  }

  public var outcome: Outcome
  /// The worst place: `162.3 /s at crb.modules = 10`.
  public var measured: String
  /// How far from the bound or shape: `8.2 % above the bound`.
  public var deviation: String

  public var holds: Bool { outcome == .holds }
}
