import Protocols

/// How two signed statements of one member contradict each other: no honest member signs both, whatever the network, the
/// others or a loss of power do to it. The raw value stands in evidence files.
public enum Contradiction: String, CaseIterable, Sendable {
  /// Two blocks proposed at one view and sequence number.
  case twoProposals = "two-proposals"
  /// Votes of the prepare phase on two blocks at one view and sequence number.
  case twoPrepares = "two-prepares"
  case twoCommits = "two-commits"
  /// A commit on one block, and a vote of the prepare phase on another, at one view and sequence number.
  case commitOfAnother = "commit-of-another"
  /// A commit, and a view change for a later view that shows neither that block's height as decided nor a certificate at
  /// least as recent: it was prepared, and that is concealed.
  case concealedCertificate = "concealed-certificate"
  /// Two new views for one view.
  case twoNewViews = "two-new-views"

  /// What the two contradict each other in, if they do and one member made both in one federation; the order does not matter.
  public static func between(_ a: SignedStatement, _ b: SignedStatement) -> Contradiction? {
    guard let first = a.content, let second = b.content, a.federation == b.federation else { return nil }
    switch (first, second) {
    case (.vote(let one), .vote(let other)):
      guard one.view == other.view, one.sequence == other.sequence, one.digest != other.digest else { return nil }
      return between(one.phase, other.phase)
    case (.vote(let vote), .viewChange(let change)), (.viewChange(let change), .vote(let vote)):
      return conceals(vote, change) ? .concealedCertificate : nil
    case (.newView(let view, _), .newView(let other, _)):
      return view != other || a.signed == b.signed ? nil : .twoNewViews
    case (.vote, .newView), (.viewChange, .viewChange), (.viewChange, .newView), (.newView, _):
      return nil
    }
  }

  /// Of two votes on different blocks.
  static func between(_ a: VotePhase, _ b: VotePhase) -> Contradiction {
    switch (a, b) {
    case (.commit, .commit): .twoCommits
    case (.commit, _), (_, .commit): .commitOfAnother
    case (.prePrepare, .prePrepare): .twoProposals
    case (.prePrepare, _), (.prepare, _): .twoPrepares
    }
  }

  /// Whether a view change conceals what a commit says is prepared.
  static func conceals(_ commit: SignedStatement.Vote, _ change: SignedStatement.ViewChange) -> Bool {
    guard commit.phase == .commit, commit.view < change.view, change.decided < commit.sequence else { return false }
    guard let prepared = change.prepared, prepared.sequence == commit.sequence else { return true }
    return prepared.view < commit.view
  }
}
