import Protocols
import SimKernel
import Vocabulary

/// Makes a plan's faults happen in a world. The same plan and seed make the same run; without a plan there is no driver,
/// no event and no draw.
final class FaultDriver {
  /// What an event of the driver says, in `Event.b`.
  private enum Phase: Int64 {
    case begin, end
    /// `Event.node` is the module.
    case restart, resume
    /// An attack's turn.
    case act
  }

  let plan: FaultPlan
  private unowned let world: World
  private let modules: Int
  private let packets: PacketFaults?
  private let disks: DiskFaults?
  /// The byzantine modules of each federation that has any.
  private let casts: [ByzantineCast]
  private let clocks: ClockFaults
  /// Nil when the plan has no attacks.
  let attacker: (any Attacker)?
  /// The one of a world of blockchain modules.
  let adversary: Adversary?
  /// By module: how many faults keep it down.
  private var downs: [Int]
  /// Faults that have begun and wait for a milestone of a module.
  private var waiting: [(fault: Int, module: Int, note: PBFTNote)] = []
  /// Those whose milestone is reached: they strike when the step's effects have left. Without a module: all of the fault.
  private var due: [(fault: Int, module: Int?)] = []
  /// Faults that wait for a step of a migration.
  private var patient: [(fault: Int, step: MigrationStep)] = []
  /// Parts of faults that are under way, or will be at an instant that is known.
  private(set) var open = 0
  /// Modules that refused to start, and the fault whose end they wait for.
  private var refusals: [(fault: Int, module: Int)] = []
  /// When the last of them was over.
  private(set) var quietSince = Instant.start

  init(
    _ plan: FaultPlan, world: World, modules: Int, streams: RandomStreams, casts: [ByzantineCast] = [],
    attacker: (PacketFaults?) -> (any Attacker)? = { _ in nil }
  ) {
    self.casts = casts
    self.plan = plan
    self.world = world
    self.modules = modules
    packets = PacketFaults(plan, world: world, streams: streams)
    disks = DiskFaults(plan, hosts: world.hosts[..<modules], streams: streams)
    clocks = ClockFaults(world: world, modules: modules)
    downs = [Int](repeating: 0, count: modules)
    disks?.coverage = world.coverage
    self.attacker = attacker(packets)
    adversary = self.attacker as? Adversary
    let outermost: (any PacketInterceptor)? = self.attacker
    world.network.interceptor = outermost ?? packets
    if let disks { for module in 0..<modules { world.hosts[module].disk?.interceptor = disks } }
  }

  /// Schedules the faults.
  func start() {
    for (index, fault) in plan.faults.enumerated() {
      open += 1
      schedule(.begin, index, node: NodeID(0), at: Instant.start + fault.at)
    }
  }

  /// Whether no fault that ends is under way or to come. One that waits for a milestone may never come: it does not count
  /// before it strikes.
  var isQuiet: Bool { open == 0 }

  func handle(_ event: Event) {
    let index = Int(event.a)
    let fault = plan.faults[index]
    guard let phase = Phase(rawValue: event.b) else { preconditionFailure("fault event \(event.b)") }
    world.causes?.fault(index, phase: event.b)
    world.trace.record(world.simulator.now, event.node, World.Kind.fault, digest: UInt64(index) << 8 | UInt64(event.b))
    world.transcript?.add(world.simulator.now, event.node, "fault \(index), \(fault.kind.name): \(phase)")
    switch phase {
    case .begin: arrive(fault, index)
    case .end: end(fault, index)
    case .restart:
      startAgain(Int(event.node.index))
      close()
    case .resume:
      world.resume(event.node)
      close()
    case .act: act(index)
    }
  }

  /// The plan with the ordinals that were struck so far in place of shares: it makes the same run again.
  var explicitPlan: FaultPlan {
    var faults = plan.faults
    for index in faults.indices {
      faults[index].stream = faults[index].stream ?? index
      switch faults[index].kind {
      case .network(let fault): faults[index].kind = .network(fault.striking(packets!.struck(by: index)!))
      case .disk(let fault): faults[index].kind = .disk(fault.striking(disks!.struck(by: index)!))
      case .outage, .clock, .byzantine, .attack: break
      }
    }
    return FaultPlan(faults)
  }

  /// The plan without what waits for a milestone still. Each fault keeps its place.
  var struckPlan: FaultPlan {
    var faults = plan.faults
    for index in faults.indices where patient.contains(where: { $0.fault == index }) { faults[index].modules = [] }
    for wait in waiting { faults[wait.fault].modules?.removeAll { $0 == wait.module } }
    return FaultPlan(faults)
  }

  /// What waits for a milestone still, in words.
  func neverStruck(in system: SystemSpec) -> [String]? {
    let waiting = Set(patient.map(\.fault) + waiting.map(\.fault)).sorted()
    return waiting.isEmpty ? nil : waiting.map { FaultDescription(system).text(plan.faults[$0]) }
  }

  /// A module reached a milestone: what waited for it happens right after the step's other effects. True when something
  /// did.
  @discardableResult
  func noted(_ note: Note, by node: NodeID) -> Bool {
    guard !waiting.isEmpty else { return false }
    let before = waiting.count
    while let place = waiting.firstIndex(where: { $0.module == node.index && $0.note.rawValue == note.kind }) {
      let next = waiting.remove(at: place)
      open += 1
      due.append((next.fault, next.module))
    }
    return waiting.count < before
  }

  /// A tenant's migration has come to a step: the same. True when something did.
  func reached(_ step: MigrationStep) -> Bool {
    let before = patient.count
    while let place = patient.firstIndex(where: { $0.step == step }) {
      open += 1
      due.append((patient.remove(at: place).fault, nil))
    }
    return patient.count < before
  }

  /// A step's effects have left: what waited for one of its milestones happens now.
  func strikeDue() {
    while !due.isEmpty {
      let next = due.removeFirst()
      let fault = plan.faults[next.fault]
      guard let module = next.module else {
        begin(fault, next.fault)
        continue
      }
      guard case .outage(let outage) = fault.kind else { preconditionFailure("fault \(next.fault) strikes no module") }
      strike(outage, fault, next.fault, module)
    }
  }

  /// It may have to wait for its milestone.
  private func arrive(_ fault: Fault, _ index: Int) {
    guard let milestone = fault.upon else { return begin(fault, index) }
    if let step = milestone.step {
      patient.append((index, step))
    } else {
      guard case .outage(let outage) = fault.kind else { preconditionFailure("fault \(index) strikes no module") }
      waiting += outage.modules.map { (index, $0, milestone.note) }
    }
    close()
  }

  private func begin(_ fault: Fault, _ index: Int) {
    switch fault.kind {
    case .outage(let outage):
      // Each module's part ends by itself.
      open += outage.modules.count - 1
      for module in outage.modules { strike(outage, fault, index, module) }
    case .network:
      packets!.begin(index, until: fault.lasts.map { world.simulator.now + $0 })
      endLater(fault, index)
    case .disk:
      disks!.set(index, isOn: true)
      endLater(fault, index)
    case .byzantine(let byzantine):
      begin(byzantine, index)
      endLater(fault, index)
    case .attack:
      if let attacker, let interval = attacker.begin(index) {
        schedule(.act, index, node: NodeID(attacker.node), at: world.simulator.now + interval)
      }
      endLater(fault, index)
    case .clock(let clock):
      for module in fault.on ?? Array(0..<modules) {
        world.coverage?.struck(fault: index, module: module)
        clocks.begin(clock, on: module)
      }
      endLater(fault, index)
    }
  }

  private func act(_ index: Int) {
    guard let attacker, let interval = attacker.act(index) else { return }
    schedule(.act, index, node: NodeID(attacker.node), at: world.simulator.now + interval)
  }

  private func begin(_ fault: ByzantineFault, _ index: Int) {
    for module in fault.modules { world.coverage?.struck(fault: index, module: module) }
    for node in casts.flatMap({ $0.begin(index) }) {
      world.timers.arm(node, slot: TimerID.behaviour.slot, after: .zero)
    }
  }

  private func endLater(_ fault: Fault, _ index: Int) {
    guard let lasts = fault.lasts else { return close() }
    schedule(.end, index, node: NodeID(0), at: world.simulator.now + lasts)
  }

  private func end(_ fault: Fault, _ index: Int) {
    switch fault.kind {
    case .network: packets!.end(index)
    case .disk:
      disks!.set(index, isOn: false)
      startRefusing(index)
    case .byzantine: for cast in casts { cast.end(index) }
    case .attack: attacker?.end(index)
    case .clock(let clock): for module in fault.on ?? Array(0..<modules) { clocks.end(clock, on: module) }
    case .outage: preconditionFailure("fault \(index) ends by itself")
    }
    close()
  }

  private func strike(_ outage: Outage, _ fault: Fault, _ index: Int, _ module: Int) {
    let node = NodeID(module)
    world.coverage?.struck(fault: index, module: module)
    switch outage {
    case .crash(_, let restartAfter):
      goDown(node, index, restartAfter)
    case .pause:
      world.pause(node)
      guard let lasts = fault.lasts else { return close() }
      schedule(.resume, index, node: node, at: world.simulator.now + lasts)
    }
  }

  /// A sync failed, and the module stops itself itself, so that it never acts on what is not durable.
  func halted(_ node: NodeID) {
    guard let index = disks?.failing[Int(node.index)] else { preconditionFailure("\(node) stopped without a fault") }
    guard case .disk(.failingSync(_, let restartAfter)) = plan.faults[index].kind else {
      preconditionFailure("fault \(index) stops no module")
    }
    open += 1
    goDown(node, index, restartAfter)
  }

  /// A module's list did not verify, and it did not start: it is started again when the list is put right.
  func refused(_ node: NodeID) {
    let module = Int(node.index)
    downs[module] += 1
    world.crash(node)
    // It was put right while the module looked at the other.
    guard let index = disks?.spoiler(of: module) else { return startAgain(module) }
    refusals.append((index, module))
  }

  /// The fault is over: those that waited for it start.
  private func startRefusing(_ index: Int) {
    let waiting = refusals.filter { $0.fault == index }
    refusals.removeAll { $0.fault == index }
    for refusal in waiting { startAgain(refusal.module) }
  }

  private func startAgain(_ module: Int) {
    downs[module] -= 1
    if downs[module] == 0 { world.restart(NodeID(module)) }
  }

  /// The module stays down until all that keep it down are over.
  private func goDown(_ node: NodeID, _ index: Int, _ restartAfter: TimeSpan?) {
    downs[Int(node.index)] += 1
    world.crash(node)
    guard let restartAfter else { return close() }
    schedule(.restart, index, node: node, at: world.simulator.now + restartAfter)
  }

  private func close() {
    open -= 1
    quietSince = world.simulator.now
  }

  private func schedule(_ phase: Phase, _ index: Int, node: NodeID, at time: Instant) {
    world.simulator.schedule(Event(World.Kind.fault, node: node, a: Int32(index), b: phase.rawValue), at: time)
  }
}

extension Fault.Milestone {
  fileprivate var note: PBFTNote {
    switch self {
    case .proposed: .proposed
    case .prePrepared: .prePrepared
    case .prepared: .prepared
    case .committed: .committed
    case .appended: .appended
    case .creating, .awaitingKeyPair, .transferring, .confirming, .switching, .releasing, .terminating, .rollingBack:
      preconditionFailure("\(self) is no milestone of a module")
    }
  }
}
