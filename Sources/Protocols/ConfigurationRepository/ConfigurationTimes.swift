/// When a VNF was told what it has, part by part: whoever is shown a newer configuration first, by a module that hides an
/// older one, still takes from the older what the newer does not say. docs/models/clients.md.
struct ConfigurationTimes {
  /// Timestamps of what was applied, in ms since 1970; the lowest where nothing was.
  private var settings = Int64.min
  private var keyPair = Int64.min
  private var groups = Int64.min
  private var tenants = Int64.min
  /// Of anything.
  private(set) var latest = Int64.min

  /// Leaves of a configuration what is newer than what was applied of its kind, which counts as applied then. Nil if nothing
  /// is.
  mutating func newer(of given: VNFConfiguration, at timestamp: Int64) -> VNFConfiguration? {
    var news = VNFConfiguration()
    if given.settings != nil, timestamp > settings { (news.settings, settings) = (given.settings, timestamp) }
    if given.keyPair != nil, timestamp > keyPair { (news.keyPair, keyPair) = (given.keyPair, timestamp) }
    if given.groups != nil, timestamp > groups { (news.groups, groups) = (given.groups, timestamp) }
    if given.tenants != nil, timestamp > tenants { (news.tenants, tenants) = (given.tenants, timestamp) }
    guard !news.isEmpty || timestamp > latest else { return nil }
    latest = max(latest, timestamp)
    return news
  }
}

extension VNFConfiguration {
  /// Whether it changes nothing.
  fileprivate var isEmpty: Bool { settings == nil && keyPair == nil && groups == nil && tenants == nil }
}
