import Protocols
import Vocabulary

/// One thing that goes wrong in a run, and when: docs/models/faults.md.
public struct Fault: Hashable, Sendable {
  /// What goes wrong. Each group is made to happen by a type of its own.
  public enum Kind: Hashable, Sendable {
    case outage(Outage)
    case network(NetworkFault)
    case disk(DiskFault)
    case clock(ClockFault)
    case byzantine(ByzantineFault)
    case attack(Attack)

    /// Of a disk; nil for every other.
    var disk: DiskFault? {
      guard case .disk(let fault) = self else { return nil }
      return fault
    }

    /// The key in a scenario.
    public var name: String {
      switch self {
      case .outage(let outage): outage.name
      case .network(let fault): fault.name
      case .disk(let fault): fault.name
      case .clock(let fault): fault.name
      case .byzantine(let fault): fault.name
      case .attack(let attack): attack.name
      }
    }
  }

  /// What a fault waits for: a crash or pause for a milestone of its module, any fault for a step of a tenant's migration.
  public enum Milestone: String, CaseIterable, Sendable {
    /// The module has built a block and not sent the pre-prepare yet.
    case proposed
    /// It has sent the pre-prepare.
    case prePrepared = "pre-prepared"
    case prepared
    /// It has verified a quorum of commits.
    case committed
    /// A block is durable.
    case appended
    /// A tenant begins a migration.
    case creating
    case awaitingKeyPair = "awaiting-key-pair"
    case transferring
    case confirming
    case switching
    case releasing
    case terminating
    case rollingBack = "rolling-back"

    /// Of a module.
    static let ofModules = allCases.filter { $0.step == nil }
    static let ofMigrations = allCases.filter { $0.step != nil }

    /// Nil for one of a module.
    var step: MigrationStep? {
      switch self {
      case .proposed, .prePrepared, .prepared, .committed, .appended: nil
      case .creating: .create
      case .awaitingKeyPair: .awaitKeyPair
      case .transferring: .transfer
      case .confirming: .confirm
      case .switching: .switchPath
      case .releasing: .release
      case .terminating: .terminate
      case .rollingBack: .rollBack
      }
    }
  }

  public var kind: Kind
  public var at: TimeSpan
  /// How long it lasts; nil: to the end of the run.
  public var lasts: TimeSpan?
  /// From `at` on, waits until that is reached.
  public var upon: Milestone?
  /// Whose links, disks or clocks; nil: those of all hosts.
  public var on: [Int]?
  /// Names the random stream that it draws from; nil: its position in the plan.
  public var stream: Int?
  /// How often it comes from `at` on; nil: once, at that time.
  public var recurrence: Recurrence?

  public init(
    _ kind: Kind, at: TimeSpan, lasts: TimeSpan? = nil, upon: Milestone? = nil, on: [Int]? = nil, stream: Int? = nil,
    recurrence: Recurrence? = nil
  ) {
    self.kind = kind
    self.at = at
    self.lasts = lasts
    self.upon = upon
    self.on = on
    self.stream = stream
    self.recurrence = recurrence
  }

  /// The modules that it is about: those that it names, or whose links, disks or clocks it is on. Nil: all, or none in
  /// particular.
  public var modules: [Int]? {
    get {
      switch kind {
      case .outage(let outage): outage.modules
      case .network(.clog(let modules)): modules
      case .byzantine(let fault): fault.modules
      case .network, .disk, .clock, .attack: on
      }
    }
    set {
      switch kind {
      case .outage(.crash(_, let restartAfter)): kind = .outage(.crash(newValue ?? [], restartAfter: restartAfter))
      case .outage(.pause): kind = .outage(.pause(newValue ?? []))
      case .network(.clog): kind = .network(.clog(newValue ?? []))
      case .byzantine(var fault):
        fault.modules = newValue ?? []
        kind = .byzantine(fault)
      case .network, .disk, .clock, .attack: on = newValue
      }
    }
  }
}
