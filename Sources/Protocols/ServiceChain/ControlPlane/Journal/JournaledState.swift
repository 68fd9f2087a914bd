/// What a part of the control plane must know after a crash, and how each entry of its journal changes it. Lists instead of
/// dictionaries, so that it is written the same way each time.
protocol JournaledState: Codable {
  associatedtype Entry: Codable

  /// Of a first life.
  init()
  mutating func apply(_ entry: Entry)
}
