/// What a replica notes: the milestones of a block, and the rarer turns that consensus takes. The subject is the block's
/// sequence number.
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
  /// The new view's primary proposed again what an earlier view had prepared. Value: the view.
  case proposedAgain
  /// The primary-to-be got the block that it must propose from another replica. Value: the view.
  case fetchedHeld
  /// What had come for a view before it was installed was looked at. Value: number of messages.
  case usedDeferred
  /// The replica joined others in asking for a view. Value: that view.
  case joinedViewChange
  /// The replica read blocks back from its disk for another. Value: bytes.
  case served
  /// A block from another replica's ledger was verified and is being written.
  case fetched
  /// The vote log goes on in its other file.
  case turnedVoteLog
  /// The replica started with a vote in its log that still binds it. Value: the view.
  case startedBound
  /// The replica started with a block in its log that is prepared and not decided. Value: the view.
  case startedHolding
  /// The replica started with a file that ended in damage, which was cut off. Value: bytes.
  case cutDamage

  public func about(_ sequence: Int64, value: Int64 = 0) -> Note {
    Note(kind: rawValue, subject: sequence, value: value)
  }
}
