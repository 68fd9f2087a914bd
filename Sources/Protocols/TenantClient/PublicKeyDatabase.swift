/// Whose the keys are that a tenant knows (crb-smb 3.3.2): its VNF instances, and its groups of them. The service clients'
/// stand in the settings.
public struct PublicKeyDatabase {
  public struct Instance {
    public let name: String
    public let image: String
    public let dataCenter: Int
    /// Nil until the VNF has sent it.
    public internal(set) var pair: KeyPair?
    public internal(set) var groups: [String] = []
    /// Whether it was ever told its groups.
    var isGrouped = false
    /// What its software was last given by this tenant; nil if nothing.
    public internal(set) var settings: [UInt8]?
    public internal(set) var isDeleted = false
    /// Which of the tenant's keys it obeys: how many came before that one.
    public internal(set) var obeys: Int
    /// The instance that took over from it.
    public internal(set) var successor: String?
  }

  public struct Group {
    public let name: String
    public let pair: KeyPair
    /// What its members were given last, and when, in ms since 1970; nil if nothing.
    public internal(set) var settings: (given: [UInt8], timestamp: Int64)?
  }

  /// In the order in which they were created.
  public private(set) var instances: [Instance] = []
  public private(set) var groups: [Group] = []
  /// By name. Never iterated.
  private var places: [String: Int] = [:]
  /// Instances by public keys, former ones too. Never iterated.
  private var owners: [Digest: Int] = [:]

  init() {}

  public func instance(_ name: String) -> Instance? { places[name].map { instances[$0] } }
  public func group(_ name: String) -> Group? { groups.first { $0.name == name } }
  /// The instance that a key is of, or was.
  public func owner(of key: PublicKey) -> Instance? { owners[key.fingerprint].map { instances[$0] } }

  /// The instance that does now what the named one was created for.
  public func present(_ name: String) -> String {
    var name = name
    while let next = instance(name)?.successor { name = next }
    return name
  }

  /// False if the name is taken.
  mutating func add(_ name: String, of image: String, in dataCenter: Int, obeying key: Int) -> Bool {
    guard places[name] == nil else { return false }
    places[name] = instances.count
    instances.append(Instance(name: name, image: image, dataCenter: dataCenter, obeys: key))
    return true
  }

  mutating func add(_ group: String, _ pair: KeyPair) {
    guard self.group(group) == nil else { return }
    groups.append(Group(name: group, pair: pair))
  }

  mutating func give(_ pair: KeyPair, to name: String) {
    guard let place = places[name] else { return }
    instances[place].pair = pair
    owners[pair.publicKey.fingerprint] = place
  }

  mutating func change(_ name: String, _ body: (inout Instance) -> Void) {
    guard let place = places[name] else { return }
    body(&instances[place])
  }

  mutating func give(_ settings: [UInt8], at timestamp: Int64, to group: String) {
    guard let place = groups.firstIndex(where: { $0.name == group }) else { return }
    groups[place].settings = (settings, timestamp)
    for member in members(of: group) { change(member) { $0.settings = settings } }
  }

  mutating func put(_ name: String, in groups: [String]) {
    guard let settings = instance(name).map({ settings(of: $0, joining: groups) }) else { return }
    change(name) {
      $0.settings = settings
      $0.groups = groups
      $0.isGrouped = true
    }
  }

  /// What an instance has once it is in these groups: one that was given nothing takes what is newest in them.
  func settings(of instance: Instance, joining groups: [String]) -> [UInt8]? {
    instance.settings
      ?? groups.compactMap { group($0)?.settings }.max { $0.timestamp < $1.timestamp }?.given
  }

  /// Instances that were told to be in a group, by name.
  func members(of group: String) -> [String] {
    instances.filter { $0.groups.contains(group) && !$0.isDeleted }.map(\.name)
  }
}
