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
  /// A view was led by someone who first had to ask for the prepared block.
  public static let heldFetched = TwinsMarks(rawValue: 1 << 3)
  /// Blocks were fetched from another's ledger.
  public static let blocksFetched = TwinsMarks(rawValue: 1 << 4)
  /// A view passed in which nobody could lead.
  public static let viewNotInstalled = TwinsMarks(rawValue: 1 << 5)
  /// Nothing was decided before the network was whole.
  public static let nothingBefore = TwinsMarks(rawValue: 1 << 6)
  /// After the network was whole, views still had to change.
  public static let viewChangeAfter = TwinsMarks(rawValue: 1 << 7)

  /// With what a table says of each.
  public static let all: [(mark: TwinsMarks, name: String)] = [
    (.equivocation, "a leader equivocated"),
    (.doubleVote, "a second vote of one identity was refused"),
    (.unevenHeights, "a view ended with some ahead of others"),
    (.heldFetched, "a leader asked for the prepared block"),
    (.blocksFetched, "blocks were fetched"),
    (.viewNotInstalled, "a view had no leader"),
    (.nothingBefore, "nothing was decided before the network was whole"),
    (.viewChangeAfter, "views changed after it was whole"),
  ]
}
