/// One thing that a tenant wants of its tenant client (crb-smb 3.3.2). VNFs, chains and groups are named; data centers are
/// indexes in the client's settings.
public enum TenantOperation: Hashable, Sendable {
  /// A new VNF. Its result is the instance's name.
  case createVNF(image: String, dataCenter: Int)
  /// A service function chain through these instances. Its result is the chain's name.
  case createChain([String], dataCenter: Int)
  /// Leads a chain's path through another instance.
  case switchPath(chain: String, from: String, to: String)
  case deleteVNF(String)
  case deleteChain(String)
  /// Gives an instance a configuration for its software.
  case configure(String, Configuration)
  /// Gives all members of a group a configuration for their software.
  case configureGroup(String, Configuration)
  /// Gives an instance the key pairs of all groups that it is to be in; a group that does not exist yet is made.
  case joinGroups(String, [String])
  /// Publishes a configuration as a reference for everybody: no recipient, nothing encrypted (crb-smb 3.5).
  case publish(Configuration)
  /// Asks an instance for its configuration, which then stands in the configuration database.
  case requestConfiguration(String)
  /// Gives an instance another key pair, as after a theft (crb-smb 3.4).
  case replaceKeyPair(String)
  /// Replaces the tenant's own key pairs, on all ledgers, as after a theft (crb-smb 3.4). It waits until it is alone, and all
  /// that is begun later waits for it. Its result names the VNFs that could not be told, and obey a former key.
  case replaceOwnKeyPairs
  /// Moves what an instance of a chain does to a new instance in a data center (crb-smb 3.6). Its result is the new
  /// instance's name.
  case migrate(chain: String, instance: String, dataCenter: Int)

  /// Whether a management service is all that it needs.
  public var isManagement: Bool {
    switch self {
    case .createVNF, .createChain, .switchPath, .deleteVNF, .deleteChain: true
    case .configure, .configureGroup, .joinGroups, .publish, .requestConfiguration, .replaceKeyPair,
      .replaceOwnKeyPairs, .migrate:
      false
    }
  }

  /// What became of it.
  public enum Outcome: Hashable, Sendable {
    case done(String)
    case failed(String)
  }
}
