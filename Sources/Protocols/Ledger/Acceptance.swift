/// What counts as a block's proof of acceptance in a ledger: docs/formats/ledger.md.
public enum Acceptance: String, CaseIterable, Sendable {
  /// The commits of more than two thirds of the members (crb-smb 2.3.3): PBFT.
  case quorum
  /// The word of the leader that ordered it, which proves who did, when, and not that a majority holds it: Raft.
  case leader
}
