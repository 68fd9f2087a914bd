import Protocols

/// What an audit went through, and what it found.
public struct AuditReport {
  public var system: Federation.System
  public var mode: CryptoMode
  /// Intact records, whatever is wrong with their blocks.
  public var blocks = 0
  public var transactions = 0
  /// Of the file.
  public var bytes: Int64 = 0
  /// In the order of the file. Empty: every check passed.
  public var findings: [AuditFinding] = []
  /// What anybody can read.
  public var view = PublicView()
  /// What the keys show, in the order of the ledger; nil without keys.
  public var history: [HistoryEntry]?

  init(_ federation: Federation) {
    system = federation.system
    mode = federation.mode
  }
}
