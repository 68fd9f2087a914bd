import Protocols

/// What a run, or many together, reached: which faults struck in which phase of the protocol, and which marks were met.
///
/// A fault strikes when it changes something: a packet's fate counts at the module that it was sent to, that of a disk
/// request at the disk's, a crash or a pause at the module that it hits, and misbehaviour when a module takes to it.
public struct Coverage: Hashable, Sendable {
  /// By the kind of fault; each by the position of the phase.
  private var strikes: [String: [Int64]] = [:]
  /// The same for phases of chains.
  private var chainStrikes: [String: [Int64]] = [:]
  /// The same for the steps of migrations, as tenants take them.
  private var migrationStrikes: [String: [Int64]] = [:]
  /// By the position of the mark.
  private var marks = [Int64](repeating: 0, count: Mark.allCases.count)

  public init() {}

  /// The kinds of faults that struck at all, sorted.
  public var kinds: [String] { strikes.keys.sorted() }

  /// How often faults of a kind struck in a phase.
  public func count(_ kind: String, in phase: ModulePhase) -> Int64 { strikes[kind]?[phase.position] ?? 0 }

  /// The kinds of faults that struck worlds of service function chains, sorted.
  public var chainKinds: [String] { chainStrikes.keys.sorted() }

  public func count(_ kind: String, in phase: ChainPhase) -> Int64 { chainStrikes[kind]?[phase.position] ?? 0 }

  public mutating func add(_ kind: String, in phase: ChainPhase, count: Int64 = 1) {
    chainStrikes[kind, default: [Int64](repeating: 0, count: ChainPhase.allCases.count)][phase.position] += count
  }

  /// The kinds of faults that struck while something migrated, sorted.
  public var migrationKinds: [String] { migrationStrikes.keys.sorted() }

  public func count(_ kind: String, in step: MigrationStep) -> Int64 { migrationStrikes[kind]?[step.position] ?? 0 }

  public mutating func add(_ kind: String, in step: MigrationStep, count: Int64 = 1) {
    migrationStrikes[kind, default: [Int64](repeating: 0, count: MigrationStep.allCases.count)][step.position] += count
  }

  /// How often the mark was met.
  public func count(_ mark: Mark) -> Int64 { marks[mark.position] }

  public mutating func add(_ kind: String, in phase: ModulePhase, count: Int64 = 1) {
    strikes[kind, default: [Int64](repeating: 0, count: ModulePhase.allCases.count)][phase.position] += count
  }

  public mutating func add(_ mark: Mark, count: Int64 = 1) { marks[mark.position] += count }

  /// Adds what others reached.
  public mutating func merge(_ other: Coverage) {
    for kind in other.kinds {
      for phase in ModulePhase.allCases {
        let count = other.count(kind, in: phase)
        if count > 0 { add(kind, in: phase, count: count) }
      }
    }
    for kind in other.chainKinds {
      for phase in ChainPhase.allCases {
        let count = other.count(kind, in: phase)
        if count > 0 { add(kind, in: phase, count: count) }
      }
    }
    for kind in other.migrationKinds {
      for step in MigrationStep.allCases {
        let count = other.count(kind, in: step)
        if count > 0 { add(kind, in: step, count: count) }
      }
    }
    for place in marks.indices { marks[place] += other.marks[place] }
  }
}

/// As `{"marks": {"new view": 2}, "strikes": {"crash": {"idle": 1}}}`, those of chains under `chains` and of migrations under
/// `migrations`; what is zero is left out, unknown names are skipped.
extension Coverage: Codable {
  private enum CodingKeys: String, CodingKey { case marks, strikes, chains, migrations }

  public init(from decoder: any Decoder) throws {
    self.init()
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let named = try values.decode([String: Int64].self, forKey: .marks)
    for mark in Mark.allCases { marks[mark.position] = named[mark.rawValue] ?? 0 }
    let cells = try values.decode([String: [String: Int64]].self, forKey: .strikes)
    for kind in cells.keys.sorted() {
      for phase in ModulePhase.allCases {
        if let count = cells[kind]?[phase.rawValue] { add(kind, in: phase, count: count) }
      }
    }
    let chains = try values.decodeIfPresent([String: [String: Int64]].self, forKey: .chains) ?? [:]
    for kind in chains.keys.sorted() {
      for phase in ChainPhase.allCases {
        if let count = chains[kind]?[phase.rawValue] { add(kind, in: phase, count: count) }
      }
    }
    let migrations = try values.decodeIfPresent([String: [String: Int64]].self, forKey: .migrations) ?? [:]
    for kind in migrations.keys.sorted() {
      for step in MigrationStep.allCases {
        if let count = migrations[kind]?[step.name] { add(kind, in: step, count: count) }
      }
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var named: [String: Int64] = [:]
    for mark in Mark.allCases where count(mark) > 0 { named[mark.rawValue] = count(mark) }
    var cells: [String: [String: Int64]] = [:]
    for kind in kinds {
      for phase in ModulePhase.allCases where count(kind, in: phase) > 0 {
        cells[kind, default: [:]][phase.rawValue] = count(kind, in: phase)
      }
    }
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(named, forKey: .marks)
    try values.encode(cells, forKey: .strikes)
    var chains: [String: [String: Int64]] = [:]
    for kind in chainKinds {
      for phase in ChainPhase.allCases where count(kind, in: phase) > 0 {
        chains[kind, default: [:]][phase.rawValue] = count(kind, in: phase)
      }
    }
    if !chains.isEmpty { try values.encode(chains, forKey: .chains) }
    var migrations: [String: [String: Int64]] = [:]
    for kind in migrationKinds {
      for step in MigrationStep.allCases where count(kind, in: step) > 0 {
        migrations[kind, default: [:]][step.name] = count(kind, in: step)
      }
    }
    if !migrations.isEmpty { try values.encode(migrations, forKey: .migrations) }
  }
}

extension MigrationStep {
  /// Its place in `allCases`, for counters.
  fileprivate var position: Int { Int(rawValue) - 1 }

  /// As scenarios call it.
  var name: String { Fault.Milestone.ofMigrations.first { $0.step == self }!.rawValue }
}
