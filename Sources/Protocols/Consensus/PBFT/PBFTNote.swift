/// Milestones of a block that a replica notes. The subject is the block's sequence number.
public enum PBFTNote: Int, CaseIterable, Sendable {
  /// The primary began to build the block: the step in which this is noted started then.
  case proposed
  /// The primary sent the pre-prepare. Value: encoded bytes of the block's content.
  case prePrepared
  /// The replica holds a prepared certificate.
  case prepared
  /// The replica verified a quorum of commits.
  case committed
  /// The block is durable in the replica's ledger. Value: number of its transactions.
  case appended
  /// A backup rejected the proposed block; the reason is in a drop beside this.
  case rejected
  /// The view-change timer ran out. Value: the view.
  case suspected
  /// The replica left the views below one. Value: that view.
  case leftView
  /// The replica installed a view. Value: the view.
  case enteredView

  public func about(_ sequence: Int64, value: Int64 = 0) -> Note {
    Note(kind: rawValue, subject: sequence, value: value)
  }
}
