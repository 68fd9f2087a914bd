import Vocabulary

/// Who of an element's neighbours answers hellos, and who has fallen silent.
struct NeighbourMonitor {
  static let helloTimer = TimerID(slot: 0)
  static let detectionTimer = TimerID(slot: 1)

  struct Target {
    var element: ElementID
    /// When it last answered, or was asked for the first time.
    var heard: Instant?
    var isAlive = true
  }

  /// Nil: nobody is watched.
  let settings: LivenessSettings?
  private(set) var targets: [Target] = []
  private var reports: [NeighbourReport] = []

  init(_ settings: LivenessSettings?) { self.settings = settings }

  mutating func watch(_ elements: [ElementID]) {
    targets = elements.map { element in targets.first { $0.element == element } ?? Target(element: element) }
  }

  mutating func takeReports() -> [NeighbourReport] {
    guard !reports.isEmpty else { return [] }
    defer { reports = [] }
    return reports
  }

  /// The element has power.
  func start(into effects: inout Effects) {
    guard settings != nil else { return }
    effects.arm(NeighbourMonitor.helloTimer, after: .zero)
  }

  /// It is time for hellos to all targets, which the caller sends.
  mutating func beginRound(at now: Instant, into effects: inout Effects) {
    guard let settings else { return }
    for place in targets.indices where targets[place].heard == nil { targets[place].heard = now }
    effects.arm(NeighbourMonitor.helloTimer, after: settings.sendingInterval)
    armDetection(at: now, into: &effects)
  }

  /// An answer came.
  mutating func hear(_ element: ElementID, at now: Instant, into effects: inout Effects) throws(DropReason) {
    guard let place = targets.firstIndex(where: { $0.element == element }) else { throw .unasked }
    targets[place].heard = now
    guard !targets[place].isAlive else { return }
    targets[place].isAlive = true
    report(targets[place], at: now, into: &effects)
  }

  /// Declares those lost whose time is over.
  mutating func detect(at now: Instant, into effects: inout Effects) {
    guard let settings else { return }
    for place in targets.indices where targets[place].isAlive {
      guard let heard = targets[place].heard else { continue }
      guard heard + settings.detectionTime <= now else { continue }
      targets[place].isAlive = false
      report(targets[place], at: now, into: &effects)
    }
    armDetection(at: now, into: &effects)
  }

  private mutating func report(_ target: Target, at now: Instant, into effects: inout Effects) {
    reports.append(NeighbourReport(target.element, isAlive: target.isAlive, at: now))
    let note: ServiceChainNote = target.isAlive ? .neighbourReturned : .neighbourLost
    effects.note(note.note(target.element.number))
  }

  private func armDetection(at now: Instant, into effects: inout Effects) {
    guard let settings else { return }
    let first = targets.lazy.filter(\.isAlive).compactMap(\.heard).min()
    guard let first else { return effects.cancel(NeighbourMonitor.detectionTimer) }
    effects.arm(NeighbourMonitor.detectionTimer, after: max(first + settings.detectionTime - now, .zero))
  }
}
