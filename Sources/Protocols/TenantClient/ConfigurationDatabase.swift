/// The configurations that a tenant made or was sent (crb-smb 3.3.2), by CID and VID: of each the newest.
public struct ConfigurationDatabase {
  public struct Entry: Hashable, Sendable {
    public var configuration: Configuration
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var timestamp: Int64
  }

  /// In the order in which their CID and VID came up first.
  public private(set) var entries: [Entry] = []
  /// By CID and VID. Never iterated.
  private var places: [[String]: Int] = [:]

  init() {}

  /// An older one than is known is passed over.
  mutating func record(_ configuration: Configuration, at timestamp: Int64) {
    let entry = Entry(configuration: configuration, timestamp: timestamp)
    guard let place = places[[configuration.cid, configuration.vid]] else {
      places[[configuration.cid, configuration.vid]] = entries.count
      entries.append(entry)
      return
    }
    guard timestamp > entries[place].timestamp else { return }
    entries[place] = entry
  }

  public func entry(cid: String, vid: String) -> Entry? { places[[cid, vid]].map { entries[$0] } }

  /// Of a CID the newest, whatever its VID.
  public func newest(cid: String) -> Entry? {
    var newest: Entry?
    for entry in entries where entry.configuration.cid == cid && entry.timestamp > newest?.timestamp ?? .min {
      newest = entry
    }
    return newest
  }
}
