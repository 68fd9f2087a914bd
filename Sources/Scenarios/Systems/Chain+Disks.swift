import Protocols
import Report
import Vocabulary

extension Chain {
  /// Writes what each module's disk durably holds as real files: `module-0/ledger`, `module-0/votes`,
  /// `module-0/membership`, and beside them by what the last is to be verified.
  func keepDisks(in directory: String) throws {
    let federation = Federation(
      system: system, suite: spec.signature, mode: spec.crypto, trust: lists.trust,
      acceptance: spec.consensus.acceptance)
    for number in 0..<spec.modules {
      let disk = hosts[number].disk!
      let folder = "\(directory)/module-\(number)"
      try Directory.create(folder)
      try AtomicFile.write(disk.durableContents(of: 0).joined, to: "\(folder)/ledger")
      try AtomicFile.write(disk.durableContents(of: 1).joined, to: "\(folder)/votes")
      let list =
        switch spec.consensus {
        case .pbft: disk.durableContents(of: FileID.membership.slot).joined
        // Its modules are given their members, and read no list.
        case .raft: lists.file
        }
      try AtomicFile.write(list, to: "\(folder)/\(Federation.listName)")
      try AtomicFile.write(federation.json, to: "\(folder)/federation.json")
    }
  }
}
