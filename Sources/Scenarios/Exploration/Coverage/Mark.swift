/// A point in the code that exploration must reach sometimes: where it never is, what stands there goes untested.
public enum Mark: String, CaseIterable, Sendable {
  /// A view after the first is installed.
  case newView = "new view"
  /// Its primary proposes again what an earlier view had prepared.
  case proposedAgain = "new view proposes a prepared block"
  /// The primary-to-be gets that block from another replica first.
  case fetchedHeld = "held block fetched"
  /// A module leaves a view that it had asked for and that never began.
  case viewChangesInARow = "two view changes in a row"
  /// A module joins a view change because f + 1 others ask for it.
  case joinedViewChange = "view change joined"
  /// Messages of a view that was not installed yet are looked at.
  case usedDeferred = "deferred message used"
  /// A module's vote log goes on in its other file.
  case turnedVoteLog = "vote log turned"
  /// A module starts again.
  case restarted = "restart"
  /// A module starts again with a vote that binds it.
  case startedBound = "restart with a binding vote"
  /// A module starts again with a prepared block.
  case startedHolding = "restart with a prepared block"
  /// What is damaged at the end of a file is cut off at a start.
  case cutDamage = "damaged file cut at restart"
  /// A module reads blocks from its disk for one that lags.
  case served = "catch-up from disk"
  /// A module writes a block that it fetched.
  case fetched = "fetched block verified"
  /// A certificate of votes is rejected.
  case rejectedCertificate = "certificate rejected"
  case rejectedViewChange = "view change rejected"
  case rejectedNewView = "new view rejected"
  /// A message with a wrong signature is rejected.
  case rejectedSignature = "signature rejected"
  /// A message that is no message is rejected.
  case rejectedBytes = "malformed message rejected"
  /// A backup votes against a block.
  case rejectedBlock = "block rejected"
  /// A primary proposes two blocks for one place.
  case sawEquivocation = "conflicting pre-prepare rejected"
  /// A proposal of another block than the one that the new view must propose.
  case sawConflict = "proposal against the new view rejected"

  /// Its place in `allCases`, for counters.
  var position: Int { Mark.positions[self]! }

  private static let positions = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))
}
