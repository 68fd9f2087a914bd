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
    /// Which path's keys authenticate its hellos; nil: none.
    var path: ServicePathID?
    /// When the last question left that it has proved to have answered.
    var answered: Instant?
    /// The key of that answer, and how many hellos it has not answered since.
    var key: UInt32?
    var unanswered = 0
  }

  /// Nil: nobody is watched.
  let settings: LivenessSettings?
  private(set) var targets: [Target] = []
  private var reports: [NeighbourReport] = []

  init(_ settings: LivenessSettings?) { self.settings = settings }

  /// - Parameter path: that the element shares with the one that watches.
  mutating func watch(_ elements: [ElementID], over path: (ElementID) -> ServicePathID?) {
    targets = elements.map { element in
      var target = targets.first { $0.element == element } ?? Target(element: element)
      target.path = path(element)
      return target
    }
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

  /// It is time for hellos. Those to be sent, with what they are authenticated with: nobody is asked, or judged, with whom no key
  /// is shared.
  mutating func beginRound(
    at now: Instant, _ integrity: inout IntegrityTable, into effects: inout Effects
  ) -> [(to: ElementID, proof: (content: HelloProof, key: IntegrityKey)?)] {
    guard let settings else { return [] }
    var hellos: [(to: ElementID, proof: (content: HelloProof, key: IntegrityKey)?)] = []
    for place in targets.indices {
      var proof: (content: HelloProof, key: IntegrityKey)?
      if integrity.settings != nil {
        let keys = targets[place].path.map { integrity.helloKeys(of: $0, at: now) } ?? []
        guard let path = targets[place].path, !keys.isEmpty else {
          targets[place].heard = nil
          continue
        }
        // That which it has answered with, and when it does not answer, the others in turn: while keys change it may have another.
        let proved = keys.firstIndex { $0.identifier == targets[place].key } ?? 0
        let key = keys[(proved + targets[place].unanswered) % keys.count]
        targets[place].unanswered += 1
        proof = (HelloProof(path: path, key: key.identifier, asked: now), key)
      }
      targets[place].heard = targets[place].heard ?? now
      hellos.append((targets[place].element, proof))
    }
    effects.arm(NeighbourMonitor.helloTimer, after: settings.sendingInterval)
    armDetection(at: now, into: &effects)
    return hellos
  }

  /// An answer came. One that proves which question it is about counts once, and no later than the detection time.
  mutating func hear(_ hello: Hello, at now: Instant, into effects: inout Effects) throws(DropReason) {
    guard let place = targets.firstIndex(where: { $0.element == hello.sender }) else { throw .unasked }
    if let settings, let proof = hello.proof {
      let asked = proof.asked
      guard asked <= now else { throw .futureDated }
      guard now - asked < settings.detectionTime else { throw .replayed }
      guard targets[place].answered.map({ asked > $0 }) ?? true else { throw .replayed }
      (targets[place].answered, targets[place].key, targets[place].unanswered) = (asked, proof.key, 0)
    }
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
