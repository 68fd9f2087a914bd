import Vocabulary

/// What a management service knows of its data center: it follows from the entries of its journal alone.
public struct PlatformState: Sendable {
  public struct Instance: Hashable, Sendable {
    public var host: NodeID
    public var owner: [UInt8]
  }

  public struct Chain: Hashable, Sendable {
    public var owner: [UInt8]
    /// Instances in their order, of any data center.
    public var path: [String]
  }

  /// Instances that run, by name. Never iterated.
  public private(set) var instances: [String: Instance] = [:]
  /// In the order in which they were created.
  public private(set) var chains: [(name: String, chain: Chain)] = []
  /// Hosts that are taken, from the allocation on. Never iterated.
  private var taken: Set<NodeID> = []

  /// All instances, by name.
  var sortedInstances: [(name: String, instance: Instance)] {
    instances.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// As it was when a snapshot was taken, but for hosts that are taken by what is under way.
  init(instances: [(name: String, instance: Instance)], chains: [(name: String, chain: Chain)]) {
    for (name, instance) in instances {
      self.instances[name] = instance
      taken.insert(instance.host)
    }
    self.chains = chains
  }

  init() {}

  func freeHost(of hosts: [NodeID]) -> NodeID? { hosts.first { !taken.contains($0) } }

  mutating func take(_ host: NodeID) { taken.insert(host) }
  mutating func free(_ host: NodeID) { taken.remove(host) }

  public func chain(_ name: String) -> Chain? { chains.first { $0.name == name }?.chain }

  /// What keeps a request from being carried out, as text; nil if nothing does. Whether instances run it cannot know.
  func objection(to operation: ManagementOperation) -> String? {
    let owner = operation.credential
    switch operation.action {
    case .createVNF: return nil
    case .createChain(let path):
      guard !path.isEmpty else { return "a chain of no instances" }
      guard Set(path).count == path.count else { return "an instance twice in a chain" }
    case .switchPath(let name, let from, let to):
      guard let chain = chain(name), chain.owner == owner else { return "unknown chain" }
      guard chain.path.contains(from) else { return "the chain does not lead through \(from)" }
      guard from == to || !chain.path.contains(to) else { return "the chain leads through \(to) already" }
    case .deleteChain(let name):
      guard let chain = chain(name), chain.owner == owner else { return "unknown chain" }
    case .deleteVNF(let name):
      guard instances[name]?.owner == owner else { return "unknown instance" }
      guard !chains.contains(where: { $0.chain.path.contains(name) }) else { return "a chain leads through \(name)" }
    }
    return nil
  }

  /// Carries out what was done without an error.
  mutating func apply(_ operation: ManagementOperation, result: String, on host: NodeID?) {
    let owner = operation.credential
    switch operation.action {
    case .createVNF:
      guard let host else { return }
      instances[result] = Instance(host: host, owner: owner)
    case .createChain(let path): chains.append((result, Chain(owner: owner, path: path)))
    case .switchPath(let name, let from, let to):
      guard let place = chains.firstIndex(where: { $0.name == name }) else { return }
      chains[place].chain.path = chains[place].chain.path.map { $0 == from ? to : $0 }
    case .deleteChain(let name): chains.removeAll { $0.name == name }
    case .deleteVNF(let name):
      guard let instance = instances.removeValue(forKey: name) else { return }
      free(instance.host)
    }
  }
}
