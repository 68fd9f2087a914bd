import Report
import Vocabulary

extension Chain {
  /// Writes what each module's disk durably holds as real files: `module-0/ledger`, `module-0/votes`, and the
  /// federation's public keys beside them.
  func keepDisks(in directory: String) throws {
    let federation = Federation(
      system: system, suite: spec.signature, mode: spec.crypto, members: membership.members.map(\.encoded))
    for number in 0..<spec.modules {
      let disk = hosts[number].disk!
      let folder = "\(directory)/module-\(number)"
      try Directory.create(folder)
      try AtomicFile.write(disk.durableContents(of: 0).joined, to: "\(folder)/ledger")
      try AtomicFile.write(disk.durableContents(of: 1).joined, to: "\(folder)/votes")
      try AtomicFile.write(federation.json, to: "\(folder)/federation.json")
    }
  }
}
