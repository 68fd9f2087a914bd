import Protocols

/// Something that exploration must reach within its budget; else what it found nothing wrong with was not looked at.
public enum Requirement: Hashable, Sendable, CustomStringConvertible {
  case mark(Mark)
  case strike(kind: String, in: ModulePhase)
  case chainStrike(kind: String, in: ChainPhase)
  case migrationStrike(kind: String, in: MigrationStep)

  public var description: String {
    switch self {
    case .mark(let mark): "mark: \(mark.rawValue)"
    case .strike(let kind, let phase): "fault: \(kind) while \(phase.rawValue)"
    case .chainStrike(let kind, let phase): "fault on chains: \(kind) in phase \(phase.rawValue)"
    case .migrationStrike(let kind, let step): "fault on migrations: \(kind) at step \(step.name)"
    }
  }

  func isMet(by coverage: Coverage) -> Bool {
    switch self {
    case .mark(let mark): coverage.count(mark) > 0
    case .strike(let kind, let phase): coverage.count(kind, in: phase) > 0
    case .chainStrike(let kind, let phase): coverage.count(kind, in: phase) > 0
    case .migrationStrike(let kind, let step): coverage.count(kind, in: step) > 0
    }
  }
}

extension Coverage {
  /// Those of the requirements that were never met, in order.
  public func missing(of requirements: [Requirement]) -> [Requirement] {
    requirements.filter { !$0.isMet(by: self) }
  }
}
