import Protocols
import Vocabulary

/// Collects the coverage of one run from what its world shows. It observes; nothing depends on it.
final class CoverageRecorder {
  private(set) var coverage = Coverage()
  /// By the kind of note.
  private var notes = [Int64](repeating: 0, count: PBFTNote.allCases.count)
  /// By module: the latest view that it asked for and has not seen installed.
  private var wanted: [Int64]
  private var kinds: [String]
  private let phase: (Int) -> ModulePhase

  /// `kinds`: those of the plan's faults, in order; `phase`: what a module is doing now.
  init(kinds: [String], modules: Int, phase: @escaping (Int) -> ModulePhase) {
    self.kinds = kinds
    self.phase = phase
    wanted = [Int64](repeating: 0, count: modules)
  }

  /// A fault of the plan, by its place there, changed something for a module, or for a client; clients have no phase.
  func struck(fault: Int, node: NodeID) {
    let module = Int(node.index)
    guard module < wanted.count else { return }
    coverage.add(kinds[fault], in: phase(module))
  }

  func noted(_ note: Note, by node: NodeID) {
    notes[note.kind] += 1
    if note.kind == PBFTNote.leftView.rawValue { left(for: note.value, node) }
    if note.kind == PBFTNote.enteredView.rawValue { wanted[Int(node.index)] = 0 }
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
    case .unknownKind, .unknownSender, .starting, .notPrimary, .otherView, .outsideWatermarks, .alreadyDecided,
      .duplicateVote, .superfluousVote, .otherDigest, .wrongPrevious, .wrongSigner, .blockTooLarge, .emptyBlock,
      .wrongType, .missingField, .unexpectedField, .badKey, .notEncrypted, .duplicateTransaction,
      .transactionTooLarge, .pendingListFull:
      return nil
    }
  }
}
