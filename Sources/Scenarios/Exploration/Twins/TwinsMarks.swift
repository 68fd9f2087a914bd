import Protocols

/// What a scenario came to, besides its verdict.
public struct TwinsMarks: OptionSet, Sendable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Both copies of a leader proposed in one view, different blocks.
  public static let equivocation = TwinsMarks(rawValue: 1 << 0)
  /// An instance refused a second vote of one identity.
  public static let doubleVote = TwinsMarks(rawValue: 1 << 1)
  /// An instance was ahead of another by a block as a view ended.
  public static let unevenHeights = TwinsMarks(rawValue: 1 << 2)
  /// A leader proposed again what an earlier view had prepared.
  public static let proposedAgain = TwinsMarks(rawValue: 1 << 3)
  /// A leader first had to be given the prepared block.
  public static let heldFetched = TwinsMarks(rawValue: 1 << 4)
  /// Blocks were fetched from another's ledger.
  public static let blocksFetched = TwinsMarks(rawValue: 1 << 5)
  /// A view passed in which nobody could lead.
  public static let viewNotInstalled = TwinsMarks(rawValue: 1 << 6)
  /// Nothing was decided before the network was whole.
  public static let nothingBefore = TwinsMarks(rawValue: 1 << 7)
  /// After the network was whole, views still had to change.
  public static let viewChangeAfter = TwinsMarks(rawValue: 1 << 8)

  /// What a replica's note says about the scenario.
  init(of note: PBFTNote) {
    switch note {
    case .proposedAgain: self = .proposedAgain
    case .fetchedHeld: self = .heldFetched
    case .fetched: self = .blocksFetched
    case .proposed, .prePrepared, .prepared, .committed, .appended, .rejected, .suspected, .leftView, .enteredView,
      .usedDeferred, .joinedViewChange, .served, .turnedVoteLog, .startedBound, .startedHolding, .cutDamage:
      self = []
    }
  }

  /// With what a table says of each.
  public static let all: [(mark: TwinsMarks, name: String)] = [
    (.equivocation, "a leader equivocated"),
    (.doubleVote, "a second vote of one identity was refused"),
    (.unevenHeights, "a view ended with some ahead of others"),
    (.proposedAgain, "a leader proposed again what was prepared"),
    (.heldFetched, "a leader was first given the prepared block"),
    (.blocksFetched, "blocks were fetched"),
    (.viewNotInstalled, "a view had no leader"),
    (.nothingBefore, "nothing was decided before the network was whole"),
    (.viewChangeAfter, "views changed after it was whole"),
  ]
}
