import Protocols
import SimKernel
import Vocabulary

/// An adversary in a world of service function chains: it sits on links, sees every packet there, and may change, repeat and make
/// packets and messages of the control plane; it has no key. Or it has taken over a service function, with all that this one is
/// given. docs/models/chain-attacks.md.
final class ChainAdversary: Attacker {
  /// One attack of the plan.
  struct Entry {
    /// In the plan.
    let index: Int
    let attack: Attack
    /// By link of packets: whether the attack is on it.
    let links: [Bool]
    /// Whether one of these is within a compute node.
    let isInsider: Bool
    /// Whose messages it sees.
    let scope: PacketScope
    /// The functions that it has taken over, with the links to and from their forwarder.
    var functions: [TakenFunction]
    /// The controller, if it has taken that over.
    var controller: RogueController?
    var stream: RandomStream
    var isOn = false
    /// How often it has acted unasked.
    var turns = 0
    var frames = FrameMemory()
    var records = RecordMemory()
    /// By link: the last answer to a hello.
    var answers: [LinkID: PacketBuffer] = [:]
  }

  struct TakenFunction {
    let node: Int
    let incoming: LinkID
    let outgoing: LinkID
    var frames = FrameMemory()
    /// Nil without a control plane.
    var rogue: RogueElement?
  }

  unowned let world: World
  let layout: SFCLayout
  /// What goes wrong by itself, which comes first.
  private let faults: PacketFaults?
  var entries: [Entry]
  /// Places of the entries that are on, ascending.
  private(set) var active: [Int] = []
  var counters = AttackCounters()
  var chainCounters = ChainAttackCounters()
  private var serial: Int64 = 0
  var spoofed: SpoofedLinks
  /// The mark of the packet that a machine is working on, if it is the adversary's, and where.
  var pending: (mark: AdversaryMark, role: SFCLayout.Role)?

  /// Told what a manager has done for a compromised function.
  var judge: ((_ grant: RogueElement.Grant, _ node: Int, _ now: Instant) -> Void)?

  /// Nil when the plan has no attacks.
  /// - Parameter isOutside: by link: whether it leaves the compute nodes.
  init?(
    _ plan: FaultPlan, world: World, control: SFCControl, isOutside: [Bool], faults: PacketFaults?,
    streams: RandomStreams
  ) {
    let layout = control.layout
    let entries = plan.faults.enumerated().compactMap { index, fault -> Entry? in
      guard case .attack(let attack) = fault.kind else { return nil }
      let scope = PacketScope(touching: fault.on, nodes: world.hosts.count)
      let links = Self.links(of: attack, scope, world, isOutside)
      return Entry(
        index: index, attack: attack, links: links, isInsider: zip(links, isOutside).contains { $0 && !$1 },
        scope: scope,
        functions: attack.kind == .compromisedFunction
          ? (fault.on ?? []).map { node in
            TakenFunction(
              node, world, inner: layout.node(.inner, layout.site(node)),
              rogue: layout.spec.control == .static
                ? nil
                : RogueElement(
                  node, peers: control.managers(of: node), deployment: control.deployments[0],
                  stream: streams.stream("\(plan.stream(of: index))/attack/\(node)")))
          } : [],
        controller: attack.kind == .compromisedController
          ? RogueController(
            layout.node(.controller, 0), elements: control.ruledElements,
            stream: streams.stream("\(plan.stream(of: index))/attack/controller")) : nil,
        stream: streams.stream("\(plan.stream(of: index))/attack"))
    }
    guard !entries.isEmpty else { return nil }
    self.world = world
    self.layout = layout
    self.faults = faults
    self.entries = entries
    spoofed = SpoofedLinks(world)
  }

  private static func links(
    of attack: Attack, _ scope: PacketScope, _ world: World, _ isOutside: [Bool]
  ) -> [Bool] {
    isOutside.indices.map { index in
      let link = LinkID(index)
      guard world.receivingPort(of: link) != nil else { return false }
      guard scope.covers(Int(world.network.sender(of: link).index), Int(world.network.receiver(of: link).index)) else {
        return false
      }
      switch attack.links ?? .outside {
      case .outside: return isOutside[index]
      case .inside: return !isOutside[index]
      case .all: return true
      case .cable(let name): return world.cables[world.cable(of: link)].name == name
      }
    }
  }

  /// By metric name.
  var values: [String: Double] {
    var counters = chainCounters
    counters.requestsRefused =
      entries.flatMap(\.functions).reduce(0) { $0 + ($1.rogue?.refusals ?? 0) }
      + entries.reduce(0) { $0 + ($1.controller?.refusals ?? 0) }
    return self.counters.values.merging(counters.values) { own, _ in own }
  }

  // MARK: Attacks that are on

  /// Nobody in particular.
  var node: Int { 0 }

  func begin(_ index: Int) -> TimeSpan? {
    let place = place(of: index)
    entries[place].isOn = true
    active = entries.indices.filter { entries[$0].isOn }
    beginRogues(place)
    return entries[place].attack.isTimed ? entries[place].attack.interval : nil
  }

  func end(_ index: Int) {
    entries[place(of: index)].isOn = false
    active = entries.indices.filter { entries[$0].isOn }
  }

  private func place(of index: Int) -> Int { entries.firstIndex { $0.index == index }! }

  func act(_ index: Int) -> TimeSpan? {
    let place = place(of: index)
    guard entries[place].isOn else { return nil }
    withEntry(place) { entry in
      switch entry.attack.kind {
      case .replay: replay(&entry)
      case .packetInjection: inject(&entry)
      case .routeInjection: injectRoutes(&entry)
      case .compromisedFunction: misbehave(&entry)
      case .compromisedController: mislead(&entry)
      case .tampering, .eavesdropping, .forgedHellos: break
      case .stolenKey, .impersonation, .staleConfiguration, .forgedResponse, .requestFlood, .badTransactions:
        Self.isOfLedgers(entry.attack)
      }
      entry.turns += 1
    }
    return entries[place].attack.interval
  }

  /// Takes the entry out while it is worked on, so that nothing is copied.
  private func withEntry<Result>(_ place: Int, _ body: (inout Entry) -> Result) -> Result {
    var entry = entries[place]
    entries[place].frames = FrameMemory()
    entries[place].records = RecordMemory()
    entries[place].functions = []
    defer { entries[place] = entry }
    return body(&entry)
  }

  private static func isOfLedgers(_ attack: Attack) {
    preconditionFailure("\(attack.name) is an attack on blockchain modules")
  }

  // MARK: What passes

  func verdict(on packet: Packet, over link: LinkID, at now: Instant) -> PacketVerdict {
    var verdict = faults?.verdict(on: packet, over: link, at: now) ?? .pass
    guard !active.isEmpty else { return verdict }
    guard world.receivingPort(of: link) != nil else {
      hear(packet, over: link, at: now, &verdict)
      return verdict
    }
    let frame = world.packets.packet(at: packet.payload)
    for place in active {
      withEntry(place) { entry in
        for number in entry.functions.indices where entry.functions[number].incoming == link {
          entry.functions[number].frames.keep(frame, over: link)
        }
        guard entry.links[Int(link.index)] else { return }
        look(at: frame)
        switch entry.attack.kind {
        case .replay, .packetInjection: entry.frames.keep(frame, over: link)
        case .tampering:
          // What is lost or spoiled anyway is left alone.
          if verdict.drop == nil, verdict.payload == nil { tamper(frame, link, &entry, &verdict) }
        case .forgedHellos: answerHello(frame, link, &entry)
        case .eavesdropping, .routeInjection, .compromisedFunction, .compromisedController: break
        case .stolenKey, .impersonation, .staleConfiguration, .forgedResponse, .requestFlood, .badTransactions:
          Self.isOfLedgers(entry.attack)
        }
      }
    }
    return verdict
  }

  /// Reads whatever a frame shows without a key.
  private func look(at frame: PacketBuffer) {
    let flow = frame.withUnsafeBytes(FlowSecret.flow(seenIn:))
    counters.sees(isReadable: flow != nil)
    if let flow { chainCounters.reads(flow: flow) }
    chainCounters.sees(FrameAnatomy(frame))
  }

  // MARK: What it sends

  /// A packet of its own, over a link that it is on, in the name of the node that sends there.
  func send(_ packet: PacketBuffer, over link: LinkID, isContentForged: Bool, _ entry: Entry) {
    mark(packet, .links(attack: entry.index), isContentForged, entry)
    strike(entry, link)
    world.inject(packet, over: link)
  }

  /// A packet of a function that it has taken over.
  func send(_ packet: PacketBuffer, of function: TakenFunction, isContentForged: Bool, _ entry: Entry) {
    mark(packet, .function(node: function.node), isContentForged, entry)
    strike(entry, function.outgoing)
    world.inject(packet, over: function.outgoing)
  }

  /// What goes in the place of a packet that passes.
  func replacement(
    _ packet: PacketBuffer, _ link: LinkID, isContentForged: Bool, isLifeProlonged: Bool = false, _ entry: Entry
  ) -> Int32 {
    mark(packet, .links(attack: entry.index), isContentForged, entry, isLifeProlonged: isLifeProlonged)
    strike(entry, link)
    let place = world.packets.insert(packet)
    world.causes?.sends(packet: place)
    return place
  }

  private func mark(
    _ packet: PacketBuffer, _ origin: AdversaryMark.Origin, _ isContentForged: Bool, _ entry: Entry,
    isLifeProlonged: Bool = false
  ) {
    counters.tries(entry.attack.kind)
    serial += 1
    packet.mark =
      AdversaryMark(
        origin, isInsider: entry.isInsider, isContentForged: isContentForged, isLifeProlonged: isLifeProlonged,
        serial: serial
      ).rawValue
  }

  private func strike(_ entry: Entry, _ link: LinkID) {
    world.coverage?.struck(
      fault: entry.index, packetFrom: Int(world.network.sender(of: link).index),
      to: Int(world.network.receiver(of: link).index))
  }

  func received(drops: [DropReason]) { counters.received(drops: drops) }
}

extension ChainAdversary.TakenFunction {
  /// The function at a node, which is joined to one inner forwarder.
  fileprivate init(_ node: Int, _ world: World, inner: Int, rogue: RogueElement?) {
    self.rogue = rogue
    outgoing = world.hosts[node].ports[0]
    let forwarder = NodeID(inner)
    incoming = world.hosts[inner].ports.first { world.network.receiver(of: $0) == NodeID(node) }!
    precondition(world.network.receiver(of: outgoing) == forwarder, "function \(node) is not joined to its forwarder")
    self.node = node
  }
}
