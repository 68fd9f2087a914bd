extension TenantState {
  /// What an operation needs next.
  enum Leg {
    /// Nothing yet.
    case wait
    /// Nothing, until a VNF has sent its key pair.
    case awaitKeyPair
    /// It cannot be done.
    case impossible(String)
    case service(ManagementOperation.Action, dataCenter: Int)
    case configuration(Configuration, to: PublicKey?)
    case request(ConfigurationRequest, to: PublicKey)
  }

  func leg(of task: TenantTask) -> Leg { isBlocked(task) ? .wait : need(of: task) }

  /// As if no other operation went on.
  func need(of task: TenantTask) -> Leg {
    switch task.operation {
    case .createVNF(let image, let dataCenter): return create(image, obeying: [], in: dataCenter)
    case .createChain(let names, let dataCenter):
      guard settings.dataCenters.indices.contains(dataCenter) else { return .impossible("unknown data center") }
      return .service(.createChain(names.map(keys.present)), dataCenter: dataCenter)
    case .switchPath(let name, let from, let to):
      guard let chain = chain(name) else { return .impossible("unknown chain") }
      return .service(.switchPath(chain: name, from: from, to: to), dataCenter: chain.dataCenter)
    case .deleteVNF(let name): return delete(name)
    case .deleteChain(let name):
      guard let chain = chain(name) else { return .impossible("unknown chain") }
      return .service(.deleteChain(name), dataCenter: chain.dataCenter)
    case .configure(let name, let configuration):
      return give(VNFConfiguration(settings: configuration.configuration), configuration, to: name)
    case .configureGroup(let name, let configuration):
      guard let group = keys.group(name) else { return .impossible("unknown group") }
      var given = configuration
      given.configuration = VNFConfiguration(settings: configuration.configuration).bytes
      return .configuration(given, to: group.pair.publicKey)
    case .joinGroups(let name, let groups):
      guard groups.count <= VNFConfiguration.longestList else { return .impossible("too many groups") }
      return give(inForce(for: keys.present(name), joining: groups, task), named(task, name, "groups"), to: name)
    case .publish(let configuration): return .configuration(configuration, to: nil)
    case .requestConfiguration(let name): return ask(keys.present(name), for: pairs.repository.publicKey, task)
    case .replaceKeyPair(let name):
      var content = inForce(for: keys.present(name), task)
      content.keyPair = cryptography.keyPair(secret: task.secret)
      return give(content, named(task, name, "key pair"), to: name)
    case .replaceOwnKeyPairs: return tellNext(task)
    case .migrate(_, let instance, _):
      guard let migration = task.migration else { return .wait }
      return leg(of: migration, of: instance, task)
    }
  }

  private func leg(of migration: Migration, of instance: String, _ task: TenantTask) -> Leg {
    let destination = migration.destination ?? ""
    switch migration.phase {
    case .creating:
      let source = keys.present(instance)
      guard let chain = chain(migration.chain) else { return .impossible("unknown chain") }
      guard chain.instances.contains(source) else { return .impossible("the chain does not lead through the VNF") }
      guard let known = keys.instance(source), !known.isDeleted else { return .impossible("unknown VNF") }
      guard known.obeys == formerPairs.count else { return Self.obeysFormerKey }
      guard let pair = known.pair else { return .awaitKeyPair }
      // The destination must take the source's configuration from the source: it obeys its key until it is released.
      return create(known.image, obeying: [pair.publicKey], in: migration.dataCenter)
    case .transferring:
      guard let pair = keys.instance(destination)?.pair else { return .impossible("unknown VNF") }
      return ask(migration.source, for: pair.publicKey, task)
    case .confirming: return ask(destination, for: pairs.repository.publicKey, task)
    case .switching:
      guard let chain = chain(migration.chain) else { return .impossible("unknown chain") }
      return .service(
        .switchPath(chain: chain.name, from: migration.source, to: destination), dataCenter: chain.dataCenter)
    case .terminating: return delete(migration.source)
    case .releasing:
      var released = inForce(for: destination, task)
      released.tenants = [pairs.repository.publicKey]
      return give(released, named(task, destination, "tenants"), to: destination)
    case .deleting: return delete(destination)
    case .awaitingKeyPair, .abandoning, .done, .failed: return .wait
    }
  }

  private func create(_ image: String, obeying others: [PublicKey], in dataCenter: Int) -> Leg {
    guard settings.dataCenters.indices.contains(dataCenter) else { return .impossible("unknown data center") }
    let order = VNFOrder(
      image: image, tenants: ([pairs.repository.publicKey] + others).map(\.encoded), modules: settings.vnfModules,
      pollInterval: settings.vnfPollInterval)
    return .service(.createVNF(order), dataCenter: dataCenter)
  }

  private func delete(_ name: String) -> Leg {
    guard let instance = keys.instance(name), !instance.isDeleted else { return .impossible("unknown VNF") }
    return .service(.deleteVNF(name), dataCenter: instance.dataCenter)
  }

  /// A configuration for an instance, under the names of another.
  private func give(_ content: VNFConfiguration, _ names: Configuration, to name: String) -> Leg {
    guard let instance = keys.instance(keys.present(name)), !instance.isDeleted else {
      return .impossible("unknown VNF")
    }
    guard instance.obeys == formerPairs.count else { return Self.obeysFormerKey }
    guard let pair = instance.pair else { return .awaitKeyPair }
    var given = names
    given.configuration = content.bytes
    return .configuration(given, to: pair.publicKey)
  }

  /// What an instance was given, to be said again by what replaces the keys or groups that it was given for: a module that
  /// has held it back would have it refused for good (docs/decisions/0008-rule-5-part-by-part.md).
  private func inForce(for name: String, joining groups: [String]? = nil, _ task: TenantTask) -> VNFConfiguration {
    guard let instance = keys.instance(name) else { return VNFConfiguration() }
    let pairs = (groups ?? instance.groups).compactMap { keys.group($0)?.pair }
    var content = VNFConfiguration()
    if groups != nil || instance.isGrouped && task.restates != .nothing { content.groups = pairs }
    if task.restates == .all { content.settings = keys.settings(of: instance, joining: groups ?? []) }
    return content
  }

  private func ask(_ name: String, for recipient: PublicKey, _ task: TenantTask) -> Leg {
    guard let instance = keys.instance(name), !instance.isDeleted else { return .impossible("unknown VNF") }
    guard instance.obeys == formerPairs.count else { return Self.obeysFormerKey }
    guard let pair = instance.pair else { return .awaitKeyPair }
    let request = ConfigurationRequest(
      cid: name, vid: task.version, description: "state", nextRecipient: recipient.encoded)
    return .request(request, to: pair.publicKey)
  }

  private static let obeysFormerKey = Leg.impossible("the VNF obeys a former key of the tenant")

  /// The next VNF is told whom to obey from now on: the new key, and nobody else.
  private func tellNext(_ task: TenantTask) -> Leg {
    guard let name = task.rotation?.waiting?.first, let pair = keys.instance(name)?.pair else { return .wait }
    var next = inForce(for: name, task)
    next.tenants = [nextPairs(task).repository.publicKey]
    let names = Configuration(cid: name, vid: task.version, description: "tenants", configuration: next.bytes)
    return .configuration(names, to: pair.publicKey)
  }

  private func named(_ task: TenantTask, _ name: String, _ description: String) -> Configuration {
    Configuration(cid: keys.present(name), vid: task.version, description: description, configuration: [])
  }
}
