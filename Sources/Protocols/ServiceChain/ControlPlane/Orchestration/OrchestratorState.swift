/// What an orchestrator must know after a crash.
struct OrchestratorState: JournaledState {
  /// An operation that has not ended.
  struct Job: Codable {
    var number: Int
    var operation: Operation
    /// Functions that the deployment before has, and the target has not. Nil: not begun.
    var leaving: [ElementID]?
    var done: [OrchestratorStep] = []
  }

  enum Entry: Codable {
    /// A first life begins where these run.
    case installed([ElementID])
    case asked(number: Int, Operation, isPlanned: Bool)
    case began(number: Int, leaving: [ElementID])
    case reached(OrchestratorStep)
    /// The operation ended; these are not needed any more.
    case ended(number: Int, functions: [ElementID], links: [EncryptionPathID])
    case removed(ElementID)
    case unlinked(EncryptionPathID)
    /// Who has keys for the headers of a path.
    case authenticated(AuthenticatedPath)
    /// A path's headers need no keys any more.
    case abandoned(ServicePathID)
    case unauthenticated(ServicePathID)
  }

  /// What is in force.
  private(set) var deployment: Deployment?
  /// In the order of their numbers.
  private(set) var instantiated: [ElementID] = []
  /// By path.
  private(set) var links: [EncryptionLink] = []
  /// Who has keys for the headers of each path, in the order of their numbers.
  private(set) var paths: [AuthenticatedPath] = []
  /// The first is being carried out.
  private(set) var jobs: [Job] = []
  private(set) var count = 0
  /// How many of the planned operations have been asked for.
  private(set) var planned = 0
  /// What is to be taken away.
  private(set) var surplusFunctions: [ElementID] = []
  private(set) var surplusLinks: [EncryptionPathID] = []
  private(set) var surplusPaths: [ServicePathID] = []
  private(set) var isInstalled = false

  var hasSurplus: Bool { !surplusFunctions.isEmpty || !surplusLinks.isEmpty || !surplusPaths.isEmpty }

  mutating func apply(_ entry: Entry) {
    switch entry {
    case .installed(let elements):
      isInstalled = true
      instantiated = elements.sorted()
    case .asked(let number, let operation, let isPlanned):
      count = number
      if isPlanned { planned += 1 }
      jobs.append(Job(number: number, operation: operation))
    case .began(let number, let leaving):
      guard let place = jobs.firstIndex(where: { $0.number == number }) else { return }
      jobs[place].leaving = leaving
    case .reached(let step): reach(step)
    case .ended(let number, let functions, let links):
      jobs.removeAll { $0.number == number }
      for element in functions where !surplusFunctions.contains(element) { surplusFunctions.append(element) }
      for path in links where !surplusLinks.contains(path) { surplusLinks.append(path) }
      instantiated.removeAll { functions.contains($0) }
      self.links.removeAll { links.contains($0.path) }
    case .removed(let element): surplusFunctions.removeAll { $0 == element }
    case .unlinked(let path): surplusLinks.removeAll { $0 == path }
    case .authenticated(let path):
      paths = (paths.filter { $0.path != path.path } + [path]).sorted { $0.path < $1.path }
      surplusPaths.removeAll { $0 == path.path }
    case .abandoned(let path):
      paths.removeAll { $0.path == path }
      if !surplusPaths.contains(path) { surplusPaths.append(path) }
    case .unauthenticated(let path): surplusPaths.removeAll { $0 == path }
    }
  }

  private mutating func reach(_ step: OrchestratorStep) {
    guard !jobs.isEmpty else { return }
    jobs[0].done.append(step)
    let target = jobs[0].operation.target
    switch step {
    case .withdrawal: deployment = withdrawn(for: target) ?? deployment
    case .functions, .encryptionFunctions:
      let made = target.functions.filter { $0.kind == step.kind }.map(\.element)
      instantiated = Set(instantiated).union(made).sorted()
      surplusFunctions.removeAll { made.contains($0) }
    case .keys:
      let paths = Set(target.encryptionLinks.map(\.path))
      links = (links.filter { !paths.contains($0.path) } + target.encryptionLinks).sorted { $0.path < $1.path }
      surplusLinks.removeAll { paths.contains($0) }
    case .rules: deployment = target
    }
  }

  /// What is in force without the chains that the target changes; nil if there is nothing to withdraw.
  func withdrawn(for target: Deployment) -> Deployment? {
    guard var reduced = deployment else { return nil }
    let count = reduced.chains.count
    reduced.chains.removeAll { !target.chains.contains($0) }
    return reduced.chains.count < count ? reduced : nil
  }
}
