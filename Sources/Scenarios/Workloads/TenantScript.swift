import Protocols

/// What a tenant does next. It follows from what became of its operations alone, so that a tenant that starts again goes on
/// where it was.
struct TenantScript {
  enum Next {
    /// At once.
    case operations([TenantOperation])
    /// After a pause.
    case pause
  }

  private let plan: TenantPlan
  /// Its own, in the order in which they were created; where a VNF was moved, the one that took over.
  private(set) var instances: [String] = []
  private(set) var chain: String?
  private var configured = 0
  /// The data center that its chain's first VNF is in.
  private var site: Int
  private var version = 0
  private var isTakingDown = false
  private var rests = false
  /// Where its chain leads, as a tenant who only switches paths knows.
  private var current = 0
  /// VNFs that migrations have left running, or that do not answer, to be deleted.
  private var leftovers: [String] = []
  private var rounds: ConfigurationRounds

  init(_ plan: TenantPlan) {
    self.plan = plan
    site = plan.home
    rounds = ConfigurationRounds(plan)
  }

  /// Whether the VNFs of its next chain are asked for next.
  var beginsChain: Bool { instances.isEmpty && chain == nil && !isTakingDown }

  private var vnfs: Int {
    switch plan.task {
    case .requests: 2
    case .chains(let vnfs), .migrations(let vnfs), .configurations(let vnfs): vnfs
    }
  }

  mutating func next() -> Next {
    guard !rests else {
      rests = false
      return .pause
    }
    if isTakingDown { return takingDown() }
    guard instances.count >= vnfs else {
      let create = TenantOperation.createVNF(image: "forwarder", dataCenter: plan.home)
      return .operations(clearing + Array(repeating: create, count: vnfs - instances.count))
    }
    switch plan.task {
    case .requests:
      guard let chain else { return creatingChain([instances[0]]) }
      return .operations([.switchPath(chain: chain, from: instances[current], to: instances[1 - current])])
    case .chains:
      guard chain != nil else { return creatingChain(instances) }
      isTakingDown = true
      return takingDown()
    case .configurations: return .operations(clearing + rounds.next(instances))
    case .migrations:
      guard let chain else { return creatingChain(instances) }
      guard configured == instances.count else {
        return .operations(instances[configured...].map { configure($0, version: version) })
      }
      let next = (site + 1) % plan.sites
      return .operations(
        clearing + [
          configure(instances[0], version: version + 1),
          .migrate(chain: chain, instance: instances[0], dataCenter: next),
        ])
    }
  }

  private var clearing: [TenantOperation] { leftovers.map { .deleteVNF($0) } }

  private func creatingChain(_ path: [String]) -> Next { .operations([.createChain(path, dataCenter: plan.home)]) }

  private func configure(_ instance: String, version: Int) -> TenantOperation {
    .configure(instance, plan.configuration(of: instance, version: version))
  }

  private mutating func takingDown() -> Next {
    if let chain { return .operations([.deleteChain(chain)]) }
    guard !instances.isEmpty else {
      isTakingDown = false
      return .pause
    }
    return .operations(instances.map { .deleteVNF($0) })
  }

  /// What became of an operation, in the order in which they were begun. `path`: where the tenant's chain leads now; `runs`:
  /// whether a VNF has not been deleted.
  mutating func ended(
    _ operation: TenantOperation, _ outcome: TenantOperation.Outcome, path: [String]?, runs: (String) -> Bool
  ) {
    leftovers.removeAll { !runs($0) }
    if case .configurations = plan.task, rounds.ended(operation, outcome) { rests = true }
    guard case .done(let result) = outcome else {
      rests = true
      if case .migrate(_, let instance, let dataCenter) = operation, let first = path?.first, first != instance {
        moved(to: first, in: dataCenter)
        if runs(instance) { leftovers.append(instance) }
      }
      if case .configurations = plan.task { replaceDeaf(operation) }
      if case .createVNF = operation, case .chains = plan.task { isTakingDown = true }
      if case .createChain = operation, case .chains = plan.task { isTakingDown = true }
      return
    }
    switch operation {
    case .createVNF: instances.append(result)
    case .createChain:
      chain = result
      current = 0
    case .switchPath:
      current = 1 - current
      rests = true
    case .deleteVNF(let instance): instances.removeAll { $0 == instance }
    case .deleteChain: chain = nil
    case .configure:
      if configured < instances.count { configured += 1 } else { version += 1 }
    case .migrate(_, _, let dataCenter):
      moved(to: result, in: dataCenter)
      rests = true
    case .configureGroup, .joinGroups, .publish, .requestConfiguration, .replaceKeyPair, .replaceOwnKeyPairs: break
    }
  }

  /// A VNF that does not do what it is told: another is made in its place.
  private mutating func replaceDeaf(_ operation: TenantOperation) {
    switch operation {
    case .configure(let instance, _), .joinGroups(let instance, _), .requestConfiguration(let instance),
      .replaceKeyPair(let instance):
      guard let place = instances.firstIndex(of: instance) else { return }
      leftovers.append(instances.remove(at: place))
    case .createVNF, .createChain, .switchPath, .deleteVNF, .deleteChain, .configureGroup, .publish,
      .replaceOwnKeyPairs, .migrate:
      break
    }
  }

  private mutating func moved(to instance: String, in dataCenter: Int) {
    instances[0] = instance
    site = dataCenter
  }
}
