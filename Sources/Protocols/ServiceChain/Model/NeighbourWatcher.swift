/// An element that watches others for signs of life.
public protocol NeighbourWatcher {
  /// Watches these, and no others from now on.
  mutating func watch(_ neighbours: [ElementID])
  /// The neighbours that its rules name, as far as it can ask them.
  var neighboursInUse: [ElementID] { get }
  /// What has changed since the last call, in the order of events. Empty nearly always: cheap to ask after every step.
  mutating func takeReports() -> [NeighbourReport]
}
