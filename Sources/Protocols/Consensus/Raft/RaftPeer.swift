import Vocabulary

/// What a leader knows about one follower (figure 2).
struct RaftPeer {
  /// The next entry to send.
  var next: Int64
  /// Up to here its log is known to be the leader's.
  var match: Int64 = 0
  /// When it last answered.
  var heard: Instant
  /// Entries that are being read from the ledger for it.
  var reading: (ticket: Int64, from: Int64, upTo: Int64)?
}
