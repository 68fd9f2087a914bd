import Protocols
import SimKernel
import Vocabulary

/// Hosts on a network: runs each host's machine on inputs from the simulated clock, network and disk, charges the work
/// to its processor, and carries out the effects when that work is done.
final class World: EventHandler {
  let simulator: Simulator
  let network: Network
  let mesh: Mesh
  let processors: Processors
  let hosts: [Host]
  let wire: WireFormat
  let trace: Trace
  let timers: TimerTable
  /// Whether the verifications of a step are dealt out over the free cores.
  private let verifiesOnFreeCores: Bool
  /// To be set before the run starts; owns this world. A run keeps it alive.
  unowned var observer: (any WorldObserver)!
  /// What goes wrong; nil when nothing does.
  var faults: FaultDriver?
  /// Follows which step led to which; nil unless that is asked for.
  var causes: CauseLog?
  /// Learns which faults strike where.
  var coverage: CoverageRecorder?
  /// Told what happens, if anybody wants to read it.
  var transcript: Transcript?

  /// How often a node stopped itself because its disk failed, or because it refused to start.
  var halts = 0

  /// The cables between ports, in the order in which they were laid, and which one a link belongs to.
  var cables: [Cable] = []
  /// By link: the port that its packets arrive at; -1 for links of messages.
  var receivingPorts: [Int32] = []
  /// By link: its cable.
  var cableNumbers: [Int32] = []
  /// By link: bytes of the largest frame.
  var largestFrames: [Int] = []
  var packets = PacketSlab()
  var packetCounters = PacketCounters()
  /// Who sees packets on their way.
  var packetObservers: [any PacketObserver] = []

  var payloads = PayloadSlab()
  /// The list that steps fill.
  var effects = Effects()
  var outbox = Outbox()
  var answers = DiskAnswers()

  init(
    simulator: Simulator, network: Network, mesh: Mesh, processors: Processors, hosts: [Host], wire: WireFormat,
    trace: Trace, verifiesOnFreeCores: Bool = false
  ) {
    self.verifiesOnFreeCores = verifiesOnFreeCores
    self.simulator = simulator
    self.network = network
    self.mesh = mesh
    self.processors = processors
    self.hosts = hosts
    self.wire = wire
    self.trace = trace
    timers = TimerTable(nodes: hosts.count, simulator: simulator)
  }

  /// Hosts that are all joined to each other, as the scenario's network says.
  /// `isSparse`: most of them never talk to each other.
  convenience init(_ scenario: Scenario, hosts: [Host], kit: HostKit, trace: Trace, isSparse: Bool = false) {
    let network = Network(simulator: kit.simulator, streams: kit.streams)
    let mesh = network.addMesh(
      nodes: hosts.count,
      Attachment(
        egress: scenario.network.bandwidth, ingress: scenario.network.bandwidth, buffer: scenario.network.buffer,
        latency: scenario.network.latency), isSparse: isSparse)
    network.addJitter(upTo: scenario.exploration.jitter)
    let cores = scenario.hosts.cores ?? kit.profile.cores
    self.init(
      simulator: kit.simulator, network: network, mesh: mesh,
      processors: Processors(cores: hosts.map { _ in cores }, simulator: kit.simulator), hosts: hosts,
      wire: WireFormat(maximumTransmissionUnit: Int(scenario.network.messageMTU.bytes)), trace: trace,
      verifiesOnFreeCores: scenario.hosts.verification == .freeCores)
  }

  /// What the trace calls the jobs: the world's kinds of events.
  enum Kind {
    static let started = EventKind(0)
    static let message = EventKind(1)
    static let timer = EventKind(2)
    static let disk = EventKind(3)
    /// For the fault driver.
    static let fault = EventKind(4)
    /// A signing device is done. `a`: the node's losses of power before; `b`: the place of what waited.
    static let signed = EventKind(5)
    static let packet = EventKind(6)
    /// A packet leaves a node that took its time. `a`: the node's losses of power before; `b`: its port and place.
    static let forwarded = EventKind(7)
  }

  /// Gives every node power at the start of the run.
  func start() {
    // What goes wrong from the start on comes before anything starts.
    faults?.start()
    for node in hosts.indices { simulator.schedule(Event(Kind.started, node: NodeID(node)), after: .zero) }
  }

  func run(until end: Instant) { withExtendedLifetime(observer) { simulator.run(until: end, self) } }

  func handle(_ event: Event) {
    switch event.kind {
    case Kind.started:
      arrive(Job(.start), at: event.node)
    case .packetArrived:
      if let port = receivingPort(of: event.link) {
        return arrive(Job(.packet, a: Int32(port.slot), b: event.packet.payload), at: event.node)
      }
      let sender = network.sender(of: event.link)
      arrive(Job(.message, a: sender.index, b: event.packet.payload), at: event.node)
    case .packetAtIngress:
      if !network.receive(event) { payloads.release(event.packet.payload) }
    case .timerExpired:
      if let slot = timers.expire(event) { arrive(Job(.timer, b: Int32(slot)), at: event.node) }
    case .coreFreed:
      let work = processors.finish(event)
      if work.isAbandoned {
        if let release = work.release { abandon(release, by: event.node) }
      } else if hosts[Int(event.node.index)].condition == .paused {
        if let release = work.release { hosts[Int(event.node.index)].finished.append(release) }
      } else {
        if let place = work.release { finish(place, of: event.node) }
        startWaiting(on: event.node)
      }
    case .diskCompleted:
      let completion = hosts[Int(event.node.index)].disk!.complete(event)
      if completion.outcome == .failed { return halt(event.node) }
      if let place = answers.insert(completion) { arrive(Job(.disk, b: place), at: event.node) }
    case Kind.signed: signed(event)
    case Kind.forwarded: forwarded(event)
    case Kind.fault:
      faults!.handle(event)
    default:
      preconditionFailure("event of unknown kind \(event.kind.rawValue) for \(event.node)")
    }
  }

  /// Something for a node's machine: waits for a core, or for the node to go on; is lost when it is down.
  func arrive(_ job: Job, at node: NodeID) {
    let host = hosts[Int(node.index)]
    switch host.condition {
    case .running: if processors.submit(job.word, on: node) { run(job, on: node, host) }
    case .paused: host.held.append(job)
    case .down: discard(job, at: node)
    }
  }

  func startWaiting(on node: NodeID) {
    while let job = processors.startNext(on: node) { run(Job(word: job), on: node, hosts[Int(node.index)]) }
  }

  /// Runs one step, at the instant at which it gets a core, and takes the core for as long as its work costs.
  private func run(_ job: Job, on node: NodeID, _ host: Host) {
    let local = host.clock.monotonic(simulator.now)
    effects.clear()
    effects.wallClock = host.clock.local(simulator.now)
    switch job.kind {
    case .start:
      causes?.starts(node)
      trace.record(simulator.now, node, Kind.started, digest: 0)
      transcript?.add(simulator.now, node, "started")
      host.machine.step(.started, at: local, into: &effects)
    case .message:
      let payload = payloads.payload(at: job.b)
      let sender = NodeID(Int(job.a))
      causes?.takes(message: job.b, from: sender)
      trace.record(simulator.now, node, Kind.message, digest: payloads.digest(at: job.b) &+ UInt64(job.a))
      transcript?.add(simulator.now, node, words(payload, from: job.a))
      effects.meter.charge(.message)
      effects.meter.charge(.messageByte, payload.count)
      let forgery = payloads.forgery(at: job.b)
      if forgery?.isRefusedByChannel == true {
        effects.drop(because: .badRecord)
      } else {
        host.machine.step(.message(payload, from: host.addresses.local(sender)), at: local, into: &effects)
      }
      if forgery != nil { faults?.attacker?.received(drops: effects.drops) }
      payloads.release(job.b)
    case .timer:
      causes?.expires(Int(job.b), on: node)
      trace.record(simulator.now, node, Kind.timer, digest: UInt64(job.b))
      transcript?.add(simulator.now, node, "timer \(job.b)")
      host.machine.step(.timer(TimerID(slot: Int(job.b))), at: local, into: &effects)
    case .disk:
      let answer = answers.take(job.b)
      causes?.takes(answer.input, on: node)
      trace.record(simulator.now, node, Kind.disk, digest: answer.digest)
      transcript?.add(simulator.now, node, Self.words(answer.input))
      host.machine.step(answer.input, at: local, into: &effects)
    case .packet: take(job.b, on: job.a, by: node, host, at: local)
    }
    if host.hasNothingToWaitFor, let (packet, port) = effects.takeTransmission() {
      // What an element does with a packet, mostly.
      _ = processors.occupy(node, for: .zero)
      transmit(packet, on: port, from: node, host)
      faults?.strikeDue()
      return
    }
    countDrops(node)
    chargeSending(host)
    let meter = effects.meter
    let signatures = host.prices.signer == nil ? 0 : meter.count(.sign)
    guard !effects.isEmpty else {
      _ = occupy(node, with: meter, release: nil)
      return
    }
    if signatures == 0 && host.hasNothingToWaitFor {
      _ = processors.occupy(node, for: .zero)
      return carryOut(outbox.entry(of: &effects, startedAt: simulator.now), by: node)
    }
    let place = outbox.put(&effects, startedAt: simulator.now, signatures: signatures)
    causes?.keeps(place)
    host.unreleased.append(Host.Unreleased(place: place))
    if occupy(node, with: meter, release: place) { finish(place, of: node) }
  }

  /// True where the work takes no time.
  private func occupy(_ node: NodeID, with meter: Meter, release: Int64?) -> Bool {
    let prices = hosts[Int(node.index)].prices
    let span = prices.price(meter)
    guard verifiesOnFreeCores, meter.count(.verify) > 1 else {
      return processors.occupy(node, for: span, release: release)
    }
    let verifying = min(prices.verifying(meter), span)
    return processors.occupy(
      node, for: span - verifying, divisible: verifying, pieces: meter.count(.verify), release: release)
  }

  /// The processor's part of a step is done. Its effects leave, once the signing device has made the signatures in them.
  func finish(_ place: Int64, of node: NodeID) {
    let host = hosts[Int(node.index)]
    let signatures = outbox.takeSignatures(place)
    guard signatures > 0, let signer = host.prices.signer else { return release(place, of: node) }
    let work = signer.signature.nanoseconds.multipliedReportingOverflow(by: signatures)
    let span = TimeSpan(nanoseconds: work.overflow ? .max / 1_000 : min(work.partialValue, .max / 1_000))
    host.signerFreeAt = max(simulator.now, host.signerFreeAt) + span
    simulator.schedule(
      Event(Kind.signed, node: node, a: Int32(truncatingIfNeeded: host.losses), b: place),
      at: host.signerFreeAt + signer.latency)
  }

  private func signed(_ event: Event) {
    let host = hosts[Int(event.node.index)]
    if event.a != Int32(truncatingIfNeeded: host.losses) { return abandon(event.b, by: event.node) }
    if host.condition == .paused { return host.finished.append(event.b) }
    release(event.b, of: event.node)
  }

  /// The work of a step is done: its effects leave, unless those of an earlier step of the node are still to come, as can
  /// be on several cores. A machine's effects leave in the order of its steps.
  func release(_ place: Int64, of node: NodeID) {
    let host = hosts[Int(node.index)]
    if host.unreleased.count == 1 {
      host.unreleased.removeLast()
      causes?.carriesOut(place)
      return carryOut(outbox.take(place), by: node)
    }
    let index = host.unreleased.firstIndex { $0.place == place }!
    host.unreleased[index].isDone = true
    guard index == 0 else { return }
    let ready = host.unreleased.prefix(while: \.isDone).map(\.place)
    host.unreleased.removeFirst(ready.count)
    let losses = host.losses
    for place in ready {
      // One of them may have cost the node its power.
      guard host.losses == losses else {
        abandon(place, by: node)
        continue
      }
      causes?.carriesOut(place)
      carryOut(outbox.take(place), by: node)
    }
  }

  /// A step that only refused what it got leaves nothing to be done later.
  private func countDrops(_ node: NodeID) {
    effects.takeDrops { observer.dropped($0, by: node, at: simulator.now) }
  }

  /// The RPC/TLS layer's work on what the step sends.
  private func chargeSending(_ host: Host) {
    var messages = 0
    var bytes = 0
    for effect in effects.list {
      switch effect {
      case .send(let payload, _, _):
        messages += 1
        bytes += payload.count
      case .broadcast(let payload, _):
        messages += host.addresses.peers
        bytes += payload.count * host.addresses.peers
      default: continue
      }
    }
    guard messages > 0 else { return }
    effects.meter.charge(.message, messages)
    effects.meter.charge(.messageByte, bytes)
  }
}
