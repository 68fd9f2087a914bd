import Protocols

extension Requirement {
  /// What a nightly budget must reach: the one list of it.
  public static let nightly: [Requirement] = marks.map { .mark($0) } + strikes

  /// The same for service function chains: every kind of fault while nothing changes, and while keys or rules do.
  public static let chains: [Requirement] = [
    "crash", "pause", "partition", "cut", "clog", "loss", "delay", "reorder", "duplicate", "corrupt",
  ].flatMap { kind in
    [ChainPhase.steady, .instantiation, .keySetup, .rules, .keyChange].map { .chainStrike(kind: kind, in: $0) }
  }

  /// The same for migrations: what may happen to modules, clients and links at each step.
  public static let migrations: [Requirement] = [
    "crash", "pause", "partition", "cut", "loss", "byzantine-false-answers", "byzantine-withholding",
  ].flatMap { kind in MigrationStep.allCases.map { .migrationStrike(kind: kind, in: $0) } }

  /// What coverage of these worlds must reach: of chains, of blockchain modules, of migrations.
  public static func all(for coverage: Coverage) -> [Requirement] {
    let ofChains = coverage.chainKinds.isEmpty ? [] : chains
    let ofMigrations = coverage.migrationKinds.isEmpty ? [] : migrations
    return coverage.kinds.isEmpty && !ofChains.isEmpty ? ofChains : nightly + ofChains + ofMigrations
  }

  private static let marks: [Mark] = [
    .newView, .proposedAgain, .fetchedHeld, .viewChangesInARow, .joinedViewChange, .usedDeferred, .restarted,
    .startedBound, .startedHolding, .cutDamage, .served, .fetched, .rejectedCertificate, .rejectedViewChange,
    .rejectedNewView, .rejectedSignature, .rejectedBytes, .rejectedBlock, .sawEquivocation,
  ]

  /// Every kind of fault in the phases in which modules are most of the time, and outages in all.
  private static let strikes: [Requirement] =
    ["crash", "pause"].flatMap { kind in
      ModulePhase.allCases.filter { $0 != .restarting }.map { .strike(kind: kind, in: $0) }
    }
    + ["partition", "cut", "loss", "delay", "duplicate", "corrupt"].flatMap { kind in
      [ModulePhase.idle, .prePrepared, .prepared, .committed, .viewChange].map { .strike(kind: kind, in: $0) }
    }
    + ["slow-disk", "lying-sync", "bit-rot"].flatMap { kind in
      [ModulePhase.prePrepared, .prepared, .committed].map { .strike(kind: kind, in: $0) }
    }
}
