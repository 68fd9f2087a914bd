/// What a start-up found in a ledger file.
public struct LedgerRecovery {
  /// The blocks up to the first damage, indexed anew.
  public var ledger: Ledger
  /// The last of them.
  public var lastBlock: Block?
  /// Bytes from the start of the file that hold those blocks: what follows is to be cut off before anything is appended.
  public var intactBytes: Int64
  /// What follows them, if anything does.
  public var damage: LedgerDamage?
}
