import Vocabulary

/// How many modules a run makes faulty for good, and by what, against how many the protocol tolerates.
public struct BudgetUse: Hashable, Codable, Sendable {
  /// A module that is faulty to the end of the run, or may be.
  public struct Faulty: Hashable, Codable, Sendable {
    public var module: Int
    /// Names of the faults' kinds, each once.
    public var by: [String]
  }

  /// f.
  public let tolerated: Int
  /// By module number.
  public let faulty: [Faulty]
  /// Only crashes are tolerated: none of those below. Nil in the journal of an earlier version.
  var crashesOnly: Bool?
  /// Of which chain it is: `smb-0`. Nil in a world that is one blockchain and nothing else.
  public internal(set) var chain: String?
  /// What its modules are called there, `smb`, and the number of the first. Nil: `module`, from 0.
  public internal(set) var role: String?
  public internal(set) var firstNumber: Int?
  /// Modules of `faulty` whose faults waited for a milestone that never came. Nil: none.
  public internal(set) var spared: [Int]?
  /// Modules that may act against what they promised: their disks forget, or they are byzantine.
  let unreliable: [Bool]

  /// `modules`: how many there are.
  init(_ plan: FaultPlan, modules: Int, tolerated: Int, consensus: CRBSpec.Consensus = .pbft) {
    self.tolerated = tolerated
    crashesOnly =
      switch consensus {
      case .pbft: nil
      case .raft: true
      }
    let byzantine = plan.byzantine(modules: modules)
    unreliable = zip(plan.losesDurable(modules: modules), byzantine).map { $0 || $1 }
    let kinds = plan.faultyForGood(modules: modules)
    faulty = kinds.enumerated().filter { !$1.isEmpty }.map { Faulty(module: $0, by: $1) }
  }

  /// `plan`: with what struck alone.
  mutating func spare(_ plan: FaultPlan, modules: Int) {
    let kinds = plan.faultyForGood(modules: modules)
    let spared = faulty.map(\.module).filter { kinds[$0].isEmpty }
    self.spared = spared.isEmpty ? nil : spared
  }

  /// No more modules are faulty than the protocol tolerates: progress is asked for.
  public var isKept: Bool { faulty.count <= tolerated }
  /// No more modules may contradict themselves than the protocol tolerates: safety is asked for.
  public var isSafe: Bool { unreliable.count { $0 } <= (crashesOnly == true ? 0 : tolerated) }
}

extension BudgetUse: CustomStringConvertible {
  /// `fault budget: 1 of 1 used: module 3 (lying-sync)`, or `fault budget of smb-0: 1 of 1 used: smb 5 (lying-sync)`.
  public var description: String {
    let list = faulty.map { faulty in
      let never = spared?.contains(faulty.module) == true ? ", which never struck" : ""
      return "\(name(of: faulty.module)) (\(faulty.by.joined(separator: ", "))\(never))"
    }.joined(separator: ", ")
    let what = list.isEmpty ? "" : ": \(list)"
    let beyond = isKept && isSafe ? "" : "; beyond it, \(isSafe ? "progress" : "safety") is not asked for"
    return "fault budget\(chain.map { " of \($0)" } ?? ""): \(faulty.count) of \(tolerated) used\(what)\(beyond)"
  }

  private func name(of module: Int) -> String { "\(role ?? "module") \((firstNumber ?? 0) + module)" }
}
