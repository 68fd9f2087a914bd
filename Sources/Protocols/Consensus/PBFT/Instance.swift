/// One sequence number's round: the proposal and the votes for it, at one replica, in one view.
struct Instance {
  let sequence: Int64
  /// The first valid-looking pre-prepare of the view's primary.
  var proposal: PrePrepare?
  /// Votes of the pre-prepare and prepare phases by replica number; the primary's pre-prepare stands in its place.
  var prepares: VoteSet
  var commits: VoteSet
  /// This replica has checked the proposal and voted on it.
  var hasVoted = false
  /// This replica holds a prepared certificate, and its commit is made (it leaves once it is durable).
  var isPrepared = false
  /// A quorum of commits is verified; the block is on its way to the disk.
  var isCommitted = false

  init(sequence: Int64, members: Int) {
    self.sequence = sequence
    prepares = VoteSet(members: members)
    commits = VoteSet(members: members)
  }
}
