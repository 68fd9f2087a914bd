/// An element that watches others for signs of life.
public protocol NeighbourWatcher {
  /// Watches these, and no others from now on.
  mutating func watch(_ neighbours: [ElementID])
  /// What has changed since the last call, in the order of events. Empty nearly always: cheap to ask after every step.
  mutating func takeReports() -> [NeighbourReport]
}
