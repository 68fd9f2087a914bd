import SimKernel
import Vocabulary

/// Draws the faults of a case: which kinds there are at all, how many, when, how long and at which modules. Faults of the
/// scenario itself stay, and count against the budget.
struct SwarmFaults {
  /// Most faults drawn for a case.
  static let most = 8

  let modules: Int
  /// The modules that may be faulty for good, those of the scenario's own faults left out.
  let faulty: [Int]
  /// When faults happen.
  let window: ClosedRange<TimeSpan>
  /// No fault that ends lasts longer.
  let end: TimeSpan
  /// What a slower network, or a smaller packet, stays below.
  let bandwidth: Int64
  let mostBytes: Int64
  /// Of any blockchain.
  let largestBlock: ByteCount
  let writers: Int
  /// The modules of each blockchain.
  private let chains: [Range<Int>]
  /// Nodes that are no modules and come back after a loss of power.
  private let clients: [Int]
  /// Whether there are clients that believe modules: then these lie to them.
  var hasClients: Bool { !clients.isEmpty }
  /// Hosts of VNFs by data center, where VNFs migrate; empty elsewhere.
  private let migrating: [Range<Int>]
  let crashesOnly: Bool
  let budget: FaultBudget
  /// Nodes of service function chains, by role and by site: faults strike some of one list, or of all. Empty elsewhere.
  let groups: [[Int]]
  /// Of service function chains; nil elsewhere.
  let layout: SFCLayout?
  /// By module: when it is down or paused.
  var outages: [[Range<TimeSpan>]]
  /// By module: when it is byzantine.
  var reigns: [[Range<TimeSpan>]]
  private var dice: Dice
  let streams: RandomStreams

  /// - Parameter costs: of the profile, where there are service function chains.
  init(_ scenario: Scenario, costs: ForwardingCosts? = nil, budget: FaultBudget, streams: RandomStreams) {
    self.streams = streams
    self.budget = budget
    var dice = Dice(streams.stream("plan"))
    switch scenario.system {
    case .crb(let crb):
      modules = crb.modules
      largestBlock = crb.blockMaximum
      chains = [0..<crb.modules]
      clients = []
      migrating = []
      crashesOnly = crb.consensus == .raft
      groups = []
      self.layout = nil
      faulty = Self.faulty(crb, scenario.faults, budget, &dice)
      let gone = scenario.faults.neverReturn(modules: crb.modules).count { $0 }
      // Beyond the budget no progress is asked for.
      let most = budget == .within ? gone + faulty.count : 0
      window = Self.window(scenario, timeout: crb.viewChangeTimeout, faulty: most, &dice)
    case .nfv(let nfv):
      modules = scenario.modules
      let layout = NFVLayout(nfv)
      largestBlock = max(nfv.crb.blockMaximum, nfv.smb.blockMaximum)
      chains = layout.chains.map(\.nodes)
      clients = [NFVLayout.Role.service, .platform, .tenant].flatMap { Array(layout.nodes($0)) }
      if case .migrations = nfv.task { migrating = (0..<nfv.sites).map(layout.vnfHosts) } else { migrating = [] }
      crashesOnly = nfv.crb.consensus == .raft || nfv.smb.consensus == .raft
      groups = []
      self.layout = nil
      var faulty: [Int] = []
      var most = 0
      for (spec, nodes) in layout.chains {
        let plan = scenario.faults.concerning(nodes)
        let own = Self.faulty(spec, plan, budget, &dice)
        faulty += own.map { nodes.lowerBound + $0 }
        most = max(most, budget == .within ? plan.neverReturn(modules: spec.modules).count { $0 } + own.count : 0)
      }
      self.faulty = faulty
      let timeout = max(nfv.crb.viewChangeTimeout, nfv.smb.viewChangeTimeout)
      window = Self.window(scenario, timeout: timeout, faulty: most, &dice)
    case .sfc(let sfc):
      let layout = SFCLayout(sfc)
      modules = layout.count
      largestBlock = ByteCount(0)
      chains = [layout.nodes(.smb)]
      clients = []
      migrating = []
      crashesOnly = true
      groups = layout.groups
      self.layout = layout
      faulty = Self.faulty(layout, scenario.faults, budget, &dice)
      window = Self.window(scenario, left: Self.left(scenario, layout, costs), &dice)
    }
    end = scenario.duration.total
    bandwidth = scenario.network.bandwidth.bitsPerSecond
    mostBytes = scenario.network.messageMTU.bytes - 1
    writers = scenario.workload.writers
    reigns = Self.reigns(scenario.faults, modules: modules)
    outages = Self.outages(scenario.faults, modules: modules)
    self.dice = dice
  }

  /// In the order in which they begin, attacks last.
  mutating func draw() -> [Fault] {
    let kinds = FaultKind.allCases.filter { kind in
      var isOn = Dice(streams.stream("on/\(kind.rawValue)"))
      return isOn.chance(1, in: 2) && (!kind.isForGood || !faulty.isEmpty) && (!crashesOnly || kind.isCrash)
        && (groups.isEmpty || kind.isOfChains)
    }
    guard !kinds.isEmpty, window.upperBound > window.lowerBound + .milliseconds(1) else { return [] }
    // One kind that stands for many behaviours.
    let weighted = kinds + (kinds.contains(.byzantine) ? [.byzantine, .byzantine, .byzantine] : [])
    let count = 1 + dice.below(Self.most)
    let drawn = (0..<count).compactMap { number -> Fault? in
      var dice = Dice(streams.stream("fault/\(number)"))
      let kind = dice.pick(weighted)
      guard let fault = fault(kind, &dice) else { return nil }
      return !kind.isForGood && dice.chance(1, in: 8) ? recurring(fault, &dice) : fault
    }
    var dice = Dice(streams.stream("membership-list"))
    let lists = !crashesOnly && dice.chance(1, in: 8) ? membershipList(&dice) : []
    return (atSteps(drawn + lists + clientCrashes() + liars()) + lostVNFs()).sorted { $0.at < $1.at } + attacks()
  }

  /// Where something migrates, one in three waits for a step of a migration.
  private func atSteps(_ faults: [Fault]) -> [Fault] {
    guard !migrating.isEmpty else { return faults }
    var dice = Dice(streams.stream("steps"))
    return faults.map { fault in
      var fault = fault
      let step = dice.chance(1, in: 3) ? dice.pick(Fault.Milestone.ofMigrations) : nil
      // What a module is for a while must not come into another time of it.
      if case .byzantine = fault.kind, fault.lasts != nil { return fault }
      if fault.recurrence == nil { fault.upon = fault.upon ?? step }
      return fault
    }
  }

  /// Some of those that are no modules lose power, each once.
  private func clientCrashes() -> [Fault] {
    guard !clients.isEmpty else { return [] }
    var dice = Dice(streams.stream("clients"))
    guard dice.chance(1, in: 2) else { return [] }
    return dice.some(of: clients).map { client in
      let at = dice.moment(window)
      let back = dice.span(.milliseconds(1)...(.seconds(10)))
      return Fault(.outage(.crash([client], restartAfter: min(back, end - at))), at: at)
    }
  }

  /// At a step of a migration before the path is switched, some hosts of a data center lose power, and the VNFs on them are
  /// gone: a migration whose destination is among them is taken back.
  private func lostVNFs() -> [Fault] {
    var dice = Dice(streams.stream("lost-vnfs"))
    guard !migrating.isEmpty, dice.chance(1, in: 3) else { return [] }
    let at = dice.moment(window)
    let back = dice.span(.milliseconds(1)...(.seconds(10)))
    let step = dice.pick([Fault.Milestone.awaitingKeyPair, .transferring, .confirming])
    let lost = dice.some(of: Array(dice.pick(migrating)))
    return [Fault(.outage(.crash(lost, restartAfter: min(back, end - at))), at: at, upon: step)]
  }

  func chain(of module: Int) -> Range<Int> { chains.first { $0.contains(module) } ?? 0..<modules }

  /// Modules that a scenario can have faulty for good, and how many there are at most: f, or up to n.
  private static func faulty(
    _ crb: CRBSpec, _ plan: FaultPlan, _ budget: FaultBudget, _ dice: inout Dice
  ) -> [Int] {
    let gone = plan.neverReturn(modules: crb.modules)
    let well = (0..<crb.modules).filter { !gone[$0] }
    let tolerated = crb.faultBudget - (crb.modules - well.count)
    switch budget {
    case .within:
      guard tolerated > 0 else { return [] }
      return dice.some(of: well, atMost: tolerated)
    case .beyond:
      let least = max(tolerated + 1, 1)
      guard least <= well.count else { return well }
      var chosen = dice.some(of: well)
      for module in well where chosen.count < least && !chosen.contains(module) { chosen.append(module) }
      return chosen.sorted()
    }
  }

  /// From the start on, and mostly so short that what must happen afterwards is still within the run: see
  /// docs/models/oracles.md for the bound on progress.
  private static func window(
    _ scenario: Scenario, timeout: TimeSpan, faulty: Int, _ dice: inout Dice
  ) -> ClosedRange<TimeSpan> {
    let (begin, last) = room(scenario)
    let room = last - begin
    var left =
      scenario.progressWithin.map { room - $0 }
      ?? ProgressOracle.longestFaults(timeout: timeout, faulty: faulty, within: room)
    if let load = scenario.load {
      let bound = StarvationOracle.bound(timeout: timeout, faulty: faulty)
      left = min(left, BacklogOracle.longestFaults(load: load, bound: bound, within: room))
    }
    return window(scenario, left: left, &dice)
  }

  /// `left`: for faults, so that all that is to be judged after them falls into the run.
  private static func window(
    _ scenario: Scenario, left: TimeSpan, _ dice: inout Dice
  ) -> ClosedRange<TimeSpan> {
    let (begin, last) = room(scenario)
    guard left > .seconds(1), !dice.chance(1, in: 5) else { return begin...max(begin, last) }
    return begin...(begin + left)
  }

  /// All but the first and the last twentieth of the run.
  static func room(_ scenario: Scenario) -> (begin: TimeSpan, last: TimeSpan) {
    let end = scenario.duration.total
    let margin = TimeSpan(nanoseconds: end.nanoseconds / 20)
    return (margin, end - margin)
  }

  /// The same again and again, until faults must be over: shorter, and on one module at a time.
  private func recurring(_ fault: Fault, _ dice: inout Dice) -> Fault {
    var fault = fault
    fault.recurrence = Recurrence(
      rate: Double(dice.number(1...20)) / 10, until: window.upperBound, picksOne: fault.modules != nil)
    if fault.recurrence?.picksOne == true { fault.modules = all }
    let short = TimeSpan.seconds(1)
    fault.lasts = fault.lasts.map { min($0, short) }
    if case .outage(.crash(let modules, let back?)) = fault.kind {
      fault.kind = .outage(.crash(modules, restartAfter: min(back, short)))
    }
    return fault
  }

  private static func reigns(_ plan: FaultPlan, modules: Int) -> [[Range<TimeSpan>]] {
    var reigns = [[Range<TimeSpan>]](repeating: [], count: modules)
    for fault in plan.faults {
      guard case .byzantine(let byzantine) = fault.kind else { continue }
      for module in byzantine.modules { reigns[module].append(fault.span) }
    }
    return reigns
  }

  private static func outages(_ plan: FaultPlan, modules: Int) -> [[Range<TimeSpan>]] {
    var outages = [[Range<TimeSpan>]](repeating: [], count: modules)
    for fault in plan.faults {
      guard case .outage(let outage) = fault.kind else { continue }
      // Nothing asks after those that are no modules.
      for module in outage.modules where module < modules { outages[module].append(fault.at..<outage.end(of: fault)) }
    }
    return outages
  }
}
