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

/// An element that watches others for signs of life.
public protocol NeighbourWatcher {
  /// Watches these, and no others from now on.
  mutating func watch(_ neighbours: [ElementID])
  /// What has changed since the last call, in the order of events. Empty nearly always: cheap to ask after every step.
  mutating func takeReports() -> [NeighbourReport]
}
