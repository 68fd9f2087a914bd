import Protocols
import Vocabulary

/// Collects the coverage of one run from what its world shows. It observes; nothing depends on it.
final class CoverageRecorder {
  private var coverage = Coverage()
  /// By the fault's place in the plan, then by phase.
  private var strikes: [Int64]
  /// By the kind of note.
  private var notes = [Int64](repeating: 0, count: PBFTNote.allCases.count)
  /// By module: the latest view that it asked for and has not seen installed.
  private var wanted: [Int64]
  private let kinds: [String]
  private let phase: (Int) -> ModulePhase
  /// By tenant: at which step its migration is; nil where none is under way.
  private var steps: [Int: MigrationStep] = [:]
  /// Of service function chains, where there are any.
  private let chainPhase: (() -> ChainPhase)?

  /// `kinds`: those of the plan's faults, in order; `phase`: what a module is doing now.
  init(kinds: [String], modules: Int, phase: @escaping (Int) -> ModulePhase) {
    self.kinds = kinds
    self.phase = phase
    chainPhase = nil
    wanted = [Int64](repeating: 0, count: modules)
    strikes = [Int64](repeating: 0, count: kinds.count * ModulePhase.allCases.count)
  }

  /// For a world of service function chains: `phase` is the one that it is in now.
  init(kinds: [String], chainPhase: @escaping () -> ChainPhase) {
    self.kinds = kinds
    self.chainPhase = chainPhase
    phase = { _ in .idle }
    (wanted, strikes) = ([], [])
  }

  /// A fault of the plan, by its place there, changed something for a module; of what is none nothing is counted.
  func struck(fault: Int, module: Int) {
    if let chainPhase { return coverage.add(kinds[fault], in: chainPhase()) }
    for tenant in steps.keys.sorted() { coverage.add(kinds[fault], in: steps[tenant]!) }
    guard module < wanted.count else { return }
    strikes[fault * ModulePhase.allCases.count + phase(module).position] += 1
  }

  /// The same for a packet: counts at the receiver, or at the sender of what is for a client.
  func struck(fault: Int, packetFrom sender: Int, to receiver: Int) {
    struck(fault: fault, module: receiver < wanted.count ? receiver : sender)
  }

  func noted(_ note: Note, by node: NodeID) {
    notes[note.kind] += 1
    if note.kind == PBFTNote.leftView.rawValue { left(for: note.value, node) }
    if note.kind == PBFTNote.enteredView.rawValue { wanted[Int(node.index)] = 0 }
  }

  /// A tenant's milestone.
  func noted(_ note: Note, ofTenant tenant: Int) {
    switch note.kind {
    case ClientNote.migrationStep.rawValue: steps[tenant] = MigrationStep(rawValue: note.value)
    case ClientNote.migrationDone.rawValue, ClientNote.migrationFailed.rawValue: steps[tenant] = nil
    default: break
    }
  }

  private func left(for view: Int64, _ node: NodeID) {
    let module = Int(node.index)
    if wanted[module] > 0, view > wanted[module] { coverage.add(.viewChangesInARow) }
    wanted[module] = view
  }

  func restarted(_ node: NodeID) {
    coverage.add(.restarted)
    wanted[Int(node.index)] = 0
  }

  func dropped(_ reason: DropReason, by node: NodeID) {
    guard node.index < wanted.count, let mark = Mark(reason) else { return }
    coverage.add(mark)
  }

  /// The coverage of the whole run. To be asked once.
  func finish() -> Coverage {
    for note in PBFTNote.allCases {
      if let mark = Mark(note) { coverage.add(mark, count: notes[note.rawValue]) }
    }
    for (fault, kind) in kinds.enumerated() where chainPhase == nil {
      for phase in ModulePhase.allCases {
        let count = strikes[fault * ModulePhase.allCases.count + phase.position]
        if count > 0 { coverage.add(kind, in: phase, count: count) }
      }
    }
    return coverage
  }
}

extension Mark {
  /// What a note says was met; nil for what happens in every run, or is counted otherwise.
  fileprivate init?(_ note: PBFTNote) {
    switch note {
    case .enteredView: self = .newView
    case .proposedAgain: self = .proposedAgain
    case .fetchedHeld: self = .fetchedHeld
    case .usedDeferred: self = .usedDeferred
    case .joinedViewChange: self = .joinedViewChange
    case .served: self = .served
    case .fetched: self = .fetched
    case .turnedVoteLog: self = .turnedVoteLog
    case .startedBound: self = .startedBound
    case .startedHolding: self = .startedHolding
    case .cutDamage: self = .cutDamage
    case .rejected: self = .rejectedBlock
    case .proposed, .prePrepared, .prepared, .committed, .appended, .suspected, .leftView: return nil
    }
  }

  /// What the refusal of a message says was met.
  fileprivate init?(_ reason: DropReason) {
    switch reason {
    case .badCertificate: self = .rejectedCertificate
    case .badViewChange: self = .rejectedViewChange
    case .badNewView: self = .rejectedNewView
    case .badSignature: self = .rejectedSignature
    case .malformed: self = .rejectedBytes
    case .conflictingPrePrepare: self = .sawEquivocation
    case .conflictsWithNewView: self = .sawConflict
    case _: return nil
    }
  }
}
