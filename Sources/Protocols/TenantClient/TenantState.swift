import Vocabulary

/// All that a tenant client knows for good: it follows from the entries of its journal alone.
struct TenantState {
  struct Chain {
    let name: String
    let dataCenter: Int
    var instances: [String]
  }

  /// A service transaction that is answered, with the key of its response.
  struct Closed {
    let domain: Int
    let responseKey: FieldKey
  }

  /// Answered service transactions whose keys are kept, to tell a second response from a stranger's.
  static let longestMemory = 64

  let settings: TenantClientSettings
  let cryptography: Cryptography
  /// By number, from 1.
  private(set) var tasks: [TenantTask] = []
  /// Numbers of those without an outcome, rising.
  private(set) var open: [Int64] = []
  private(set) var keys = PublicKeyDatabase()
  /// The tenant's own.
  private(set) var pairs: TenantKeyPairs
  /// Those that were replaced, the oldest first.
  private(set) var formerPairs: [TenantKeyPairs] = []
  private(set) var chains: [Chain] = []
  private(set) var configurations = ConfigurationDatabase()
  private(set) var closed: [Closed] = []
  /// The highest that a transaction for a VNF must exceed, in ms since 1970.
  private(set) var latestTimestamp = Int64.min

  init(_ settings: TenantClientSettings, _ cryptography: Cryptography) {
    self.settings = settings
    self.cryptography = cryptography
    pairs = TenantKeyPairs(of: settings)
  }

  func task(_ number: Int64) -> TenantTask? {
    guard number >= 1, number <= tasks.count else { return nil }
    return tasks[Int(number) - 1]
  }

  func chain(_ name: String) -> Chain? { chains.first { $0.name == name } }

  mutating func setSince(_ now: Instant, of number: Int64) {
    tasks[Int(number) - 1].since = now
    tasks[Int(number) - 1].waitsSince = nil
  }

  mutating func setWaiting(_ isWaiting: Bool, since now: Instant, of number: Int64) {
    let since = tasks[Int(number) - 1].waitsSince
    tasks[Int(number) - 1].waitsSince = isWaiting ? since ?? now : nil
  }

  /// Keeps what a VNF or somebody else has made known. It stands in the ledger: it need not be in the journal.
  mutating func file(_ configuration: Configuration, at timestamp: Int64) {
    configurations.record(configuration, at: timestamp)
  }

  /// False if the entry does not follow from those before it.
  mutating func apply(_ entry: TenantJournal.Entry) -> Bool {
    switch entry {
    case .ordered(let number, let operation, let isDirect, let secret):
      guard number == tasks.count + 1 else { return false }
      tasks.append(
        TenantTask(number: number, operation, isDirect: isDirect, secret: secret, settings))
      open.append(number)
      makeGroups(operation, secret)
    case .sent(let number, let transaction, let domain, let keys):
      guard transaction.layout != nil else { return false }
      return take(.transaction(transaction, domain: domain, keys: keys), domain, number)
    case .kept(let number, _, let timestamp, let domain, let keys):
      return take(.kept(timestamp: timestamp, domain: domain, keys: keys), domain, number)
    case .asked(let number, let issued):
      guard let task = task(number), task.outcome == nil else { return false }
      tasks[Int(number) - 1].sent = .direct(issued: issued)
    case .event(let number, let event):
      guard let task = task(number), task.outcome == nil else { return false }
      take(event, task)
    case .learned(let instance, let secret):
      guard keys.instance(instance) != nil else { return false }
      keys.give(cryptography.keyPair(secret: secret), to: instance)
    }
    return true
  }

  private mutating func take(_ sent: TenantTask.Sent, _ domain: Int?, _ number: Int64) -> Bool {
    guard let task = task(number), task.outcome == nil else { return false }
    guard domain.map(settings.domains.indices.contains) ?? true else { return false }
    tasks[Int(number) - 1].sent = sent
    latestTimestamp = max(latestTimestamp, tasks[Int(number) - 1].timestamp ?? .min)
    guard case .migrate(_, let instance, _) = task.operation, task.leg == 0 else { return true }
    tasks[Int(number) - 1].migration?.source = keys.present(instance)
    return true
  }

  private mutating func take(_ event: OperationEvent, _ before: TenantTask) {
    var event = event
    if case .answered(let result, "") = event, let (image, dataCenter) = creation(before) {
      let isNew = !result.isEmpty && keys.add(result, of: image, in: dataCenter, obeying: formerPairs.count)
      if !isNew { event = .answered(result: "", error: "the new VNF has no name of its own") }
    }
    if case .answered = event, let (domain, keys) = before.service {
      closed.append(Closed(domain: domain, responseKey: keys.response))
      if closed.count > TenantState.longestMemory { closed.removeFirst() }
    }
    if case .received(_, let timestamp) = event { latestTimestamp = max(latestTimestamp, timestamp) }
    if case .alone = event {
      tasks[Int(before.number) - 1].rotation?.begin(keys.instances.filter { !$0.isDeleted }.map(\.name))
    }
    tasks[Int(before.number) - 1].handle(event)
    let task = tasks[Int(before.number) - 1]
    if let migration = task.migration, migration.phase != before.migration?.phase {
      if migration.destination == nil, let former = before.migration?.destination {
        keys.change(former) { $0.isDeleted = true }
      }
      follow(migration)
    }
    guard let outcome = task.outcome else { return }
    open.removeAll { $0 == task.number }
    tasks[Int(before.number) - 1].sent = nil
    if case .done(let result) = outcome { conclude(task, result) }
  }

  /// What has changed with a step of a migration.
  private mutating func follow(_ migration: Migration) {
    guard let destination = migration.destination else { return }
    switch migration.phase {
    case .releasing:
      replace(migration.source, by: destination, in: migration.chain)
      guard let source = keys.instance(migration.source) else { return }
      keys.change(destination) {
        $0.settings = source.settings
        $0.groups = source.groups
        $0.isGrouped = source.isGrouped
      }
      keys.change(source.name) { $0.successor = destination }
    // One that could not be deleted runs, and can be deleted by the tenant.
    case .done, .failed: if migration.hasEndedSource { keys.change(migration.source) { $0.isDeleted = true } }
    case .creating, .awaitingKeyPair, .transferring, .confirming, .switching, .terminating, .abandoning, .deleting:
      break
    }
  }

  private mutating func replace(_ from: String, by to: String, in chain: String) {
    guard let place = chains.firstIndex(where: { $0.name == chain }) else { return }
    chains[place].instances = chains[place].instances.map { $0 == from ? to : $0 }
  }

  private mutating func conclude(_ task: TenantTask, _ result: String) {
    let timestamp = task.timestamp ?? 0
    switch task.operation {
    case .createVNF, .requestConfiguration, .migrate: break
    case .createChain(let instances, let dataCenter):
      chains.append(Chain(name: result, dataCenter: dataCenter, instances: instances.map(keys.present)))
    case .switchPath(let chain, let from, let to): replace(from, by: to, in: chain)
    case .deleteVNF(let name): keys.change(name) { $0.isDeleted = true }
    case .deleteChain(let name): chains.removeAll { $0.name == name }
    case .configure(let name, let configuration):
      keys.change(keys.present(name)) { $0.settings = configuration.configuration }
      configurations.record(configuration, at: timestamp)
    case .configureGroup(let group, let configuration):
      keys.give(configuration.configuration, at: timestamp, to: group)
      configurations.record(configuration, at: timestamp)
    case .publish(let configuration): configurations.record(configuration, at: timestamp)
    case .joinGroups(let name, let groups): keys.put(keys.present(name), in: groups)
    case .replaceKeyPair(let name): keys.give(cryptography.keyPair(secret: task.secret), to: keys.present(name))
    case .replaceOwnKeyPairs:
      formerPairs.append(pairs)
      pairs = nextPairs(task)
      for name in task.rotation?.told ?? [] { keys.change(name) { $0.obeys = formerPairs.count } }
    }
  }

  /// The pairs that a replacement brings.
  func nextPairs(_ task: TenantTask) -> TenantKeyPairs {
    TenantKeyPairs(from: task.secret, domains: settings.domains.count, cryptography)
  }

  /// What a transaction on the CRB is signed with: a VNF that is to be told a new key obeys the one that it was told before.
  func signer(of task: TenantTask) -> KeyPair {
    guard let name = task.rotation?.waiting?.first, let instance = keys.instance(name) else { return pairs.repository }
    return (formerPairs + [pairs])[instance.obeys].repository
  }

  /// What a new VNF that is being asked for is to be, and where.
  func creation(_ task: TenantTask) -> (image: String, dataCenter: Int)? {
    switch task.operation {
    case .createVNF(let image, let dataCenter): return (image, dataCenter)
    case .migrate(_, _, let dataCenter):
      switch task.migration?.phase {
      case .creating, .abandoning: return (keys.instance(task.migration!.source)?.image ?? "", dataCenter)
      case .awaitingKeyPair, .transferring, .confirming, .switching, .terminating, .releasing, .deleting, .done,
        .failed, nil:
        return nil
      }
    case .createChain, .switchPath, .deleteVNF, .deleteChain, .configure, .configureGroup, .joinGroups, .publish,
      .requestConfiguration, .replaceKeyPair, .replaceOwnKeyPairs:
      return nil
    }
  }

  private mutating func makeGroups(_ operation: TenantOperation, _ secret: Digest) {
    guard case .joinGroups(_, let groups) = operation else { return }
    for group in groups where keys.group(group) == nil {
      var hasher = SHA256Hasher()
      hasher.update(secret)
      hasher.update(Array(group.utf8))
      keys.add(group, cryptography.keyPair(secret: hasher.finish()))
    }
  }
}
