import SimKernel
import Vocabulary

/// One thing that goes wrong in a run, and when: docs/models/faults.md.
public struct Fault: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The modules lose power: memory, timers and what is not durable are gone.
    case crash([Int], restartAfter: TimeSpan?)
    /// The modules stand still; what arrives waits.
    case pause([Int])
    /// No packet passes between modules of different groups.
    case partition([[Int]])
    /// No packet passes from the first modules to the second ones.
    case cut(from: [Int], to: [Int])
    /// That share of the packets is lost.
    case loss(Double)
    /// Each packet takes this much longer, in nanoseconds.
    case delay(Distribution)
    /// That share of the packets arrives twice.
    case duplicate(Double)
    /// That share of the packets arrives with one bit changed.
    case corrupt(Double)
    /// Each sync and read takes this much longer, in nanoseconds.
    case slowDisk(Distribution)
    /// That share of the syncs reports success and makes nothing durable.
    case lyingSync(Double)
    /// That share of the syncs writes one bit wrongly.
    case bitRot(Double)
    /// What the clocks show jumps by this.
    case clockJump(TimeSpan)
  }

  /// A module's milestone that a crash or pause waits for.
  public enum Milestone: String, CaseIterable, Sendable {
    /// It has built a block and not sent the pre-prepare yet.
    case proposed
    /// It has sent the pre-prepare.
    case prePrepared = "pre-prepared"
    case prepared
    /// It has verified a quorum of commits.
    case committed
    /// A block is durable.
    case appended
  }

  public var kind: Kind
  public var at: TimeSpan
  /// How long it lasts; nil: to the end of the run.
  public var lasts: TimeSpan?
  /// From `at` on, waits until the module reaches this.
  public var upon: Milestone?
  /// Whose links, disks or clocks; nil: those of all hosts.
  public var on: [Int]?

  public init(_ kind: Kind, at: TimeSpan, lasts: TimeSpan? = nil, upon: Milestone? = nil, on: [Int]? = nil) {
    self.kind = kind
    self.at = at
    self.lasts = lasts
    self.upon = upon
    self.on = on
  }
}
