import Vocabulary

/// That a watched neighbour fell silent, or came back.
public struct NeighbourReport: Hashable, Sendable {
  public var neighbour: ElementID
  public var isAlive: Bool
  /// On the clock of the element that watches.
  public var at: Instant

  public init(_ neighbour: ElementID, isAlive: Bool, at: Instant) {
    self.neighbour = neighbour
    self.isAlive = isAlive
    self.at = at
  }
}
