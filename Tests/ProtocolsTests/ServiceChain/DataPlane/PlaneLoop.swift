import Vocabulary

@testable import Protocols

/// Three sites in a line, joined by their gateways, with links that take no time. What crosses them is kept.
final class PlaneLoop {
  struct Frame {
    var from: ElementID
    var to: ElementID
    var bytes: [UInt8]
    /// Whether it was on the underlay: to or from an edge gateway.
    var isOutside: Bool
  }

  struct Drop: Hashable {
    var at: ElementID
    var reason: DropReason
  }

  private(set) var elements: [ElementID: any StateMachine] = [:]
  private var ports: [ElementID: Ports] = [:]
  private var waiting: [(packet: PacketBuffer, to: ElementID, port: PortNumber)] = []
  var now = Instant.start
  private(set) var frames: [Frame] = []
  private(set) var drops: [Drop] = []
  private(set) var notes: [Note] = []
  /// What came out at the ends.
  private(set) var delivered: [ElementID: [[UInt8]]] = [:]
  private(set) var visits = 0
  private(set) var armed: [ElementID: [TimerID: Instant]] = [:]
  /// Frames on the way to an element, before it sees them: changes them, or takes them away with nil.
  var tamper: (PacketBuffer, _ from: ElementID, _ to: ElementID) -> PacketBuffer? = { packet, _, _ in packet }

  /// - Parameters:
  ///   - functions: kinds by element; the number says where it stands.
  ///   - encryptions: all encryption functions.
  init(
    functions: [(ElementID, ServiceFunction.Kind)], encryptions: [ElementID], integrity: IntegritySettings? = nil,
    mode: CryptoMode = .real, liveness: LivenessSettings? = nil
  ) {
    for (place, site) in Site.all.enumerated() {
      let here = functions.filter { Site.of($0.0) == site }
      let ciphers = encryptions.filter { Site.of($0) == site }
      let customers = (place == 0 ? [Site.client] : []) + (place == Site.all.count - 1 ? [Site.server] : [])
      let classifierPorts = [Neighbour(site.inner, .innerForwarder)] + customers.map { Neighbour($0, .endpoint) }
      add(site.classifier, classifierPorts) { Classifier($0, ports: $1, integrity: integrity) }
      let innerPorts =
        [Neighbour(site.classifier, .classifier), Neighbour(site.outer, .outerForwarder)]
        + here.map { Neighbour($0.0, .serviceFunction) } + ciphers.map { Neighbour($0, .encryptionFunction) }
      add(site.inner, innerPorts) { InnerForwarder($0, ports: $1, integrity: integrity, liveness: liveness) }
      let outerPorts =
        [Neighbour(site.inner, .innerForwarder), Neighbour(site.gateway, .gateway)]
        + ciphers.map { Neighbour($0, .encryptionFunction) }
      let peers = Site.all.filter { $0 != site }.map(\.outer)
      add(site.outer, outerPorts) {
        OuterForwarder($0, ports: $1, peers: peers, integrity: integrity, liveness: liveness)
      }
      let left = place > 0 ? [Neighbour(Site.all[place - 1].gateway, .gateway)] : []
      let right = place + 1 < Site.all.count ? [Neighbour(Site.all[place + 1].gateway, .gateway)] : []
      add(site.gateway, [Neighbour(site.outer, .outerForwarder)] + left + right) { EdgeGateway($0, ports: $1) }
      for (function, kind) in here {
        add(function, [Neighbour(site.inner, .innerForwarder)]) {
          ServiceFunction($0, kind: kind, ports: $1, integrity: integrity)
        }
      }
      for cipher in ciphers {
        add(cipher, [Neighbour(site.inner, .innerForwarder), Neighbour(site.outer, .outerForwarder)]) {
          EncryptionFunction($0, ports: $1, mode: mode, integrity: integrity)
        }
      }
    }
    for (place, site) in Site.all.enumerated() {
      change(site.gateway, EdgeGateway.self) { gateway in
        let routes = Site.all.enumerated().map { other, target in
          let via = other == place ? site.outer : Site.all[other < place ? place - 1 : place + 1].gateway
          return EdgeGateway.Route(AddressPrefix(target.outer.networkAddress), via: via)
        }
        try! gateway.install(routes)
      }
    }
  }

  private func add(_ element: ElementID, _ neighbours: [Neighbour], _ make: (ElementID, Ports) -> any StateMachine) {
    ports[element] = Ports(neighbours)
    elements[element] = make(element, Ports(neighbours))
  }

  @discardableResult
  func change<Element: StateMachine, Result>(
    _ id: ElementID, _ type: Element.Type, _ body: (inout Element) throws -> Result
  ) rethrows -> Result {
    var element = elements[id] as! Element
    defer { elements[id] = element }
    return try body(&element)
  }

  func install(_ rules: RuleSet, at id: ElementID) throws {
    var target = elements[id] as! any StateMachine & RuleTarget
    try target.install(rules)
    elements[id] = target
  }

  func install(_ grant: AssociationGrant, at id: ElementID) throws {
    var effects = Effects()
    try change(id, EncryptionFunction.self) { try $0.install(grant, at: now, into: &effects) }
    carryOut(effects, of: id)
  }

  func install(_ grant: IntegrityGrant, at id: ElementID) throws {
    var target = elements[id] as! any StateMachine & IntegrityTarget
    var effects = Effects()
    try target.install(grant, at: now, into: &effects)
    elements[id] = target
  }

  // MARK: Running

  /// A frame arrives at an element from a neighbour; all that follows happens too.
  func arrive(_ packet: PacketBuffer, at id: ElementID, from neighbour: ElementID) {
    if ports[id] == nil { return }
    waiting.append((packet, id, ports[id]!.port(to: neighbour)!))
    run()
  }

  func input(_ input: Input, to id: ElementID) {
    step(input, at: id)
    run()
  }

  /// Runs the timers that are due by then, in the order of their times.
  func advance(to end: Instant) {
    for round in 0... {
      precondition(round < 100_000, "timers without end")
      let due = armed.flatMap { id, timers in timers.map { (id: id, timer: $0.key, at: $0.value) } }
        .filter { $0.at <= end }
        .min { ($0.at, $0.id, $0.timer.slot) < ($1.at, $1.id, $1.timer.slot) }
      guard let due else { break }
      armed[due.id]![due.timer] = nil
      now = max(now, due.at)
      input(.timer(due.timer), to: due.id)
    }
    now = end
  }

  /// What has happened so far counts no more.
  func forget() { (frames, drops, notes, delivered, visits) = ([], [], [], [:], 0) }

  private func run() {
    while !waiting.isEmpty {
      let next = waiting.removeFirst()
      step(.packet(next.packet, on: next.port), at: next.to)
    }
  }

  private func step(_ input: Input, at id: ElementID) {
    visits += 1
    var effects = Effects()
    elements[id]!.step(input, at: now, into: &effects)
    carryOut(effects, of: id)
  }

  private func carryOut(_ effects: Effects, of id: ElementID) {
    for effect in effects.list {
      switch effect {
      case .transmit(let packet, on: let port):
        let neighbour = ports[id]![port]!
        let isOutside = neighbour.kind == .gateway || elements[id] is EdgeGateway
        guard let packet = tamper(packet, id, neighbour.element) else { continue }
        frames.append(Frame(from: id, to: neighbour.element, bytes: packet.bytes, isOutside: isOutside))
        if neighbour.kind == .endpoint {
          delivered[neighbour.element, default: []].append(packet.bytes)
        } else {
          waiting.append((packet, neighbour.element, ports[neighbour.element]!.port(to: id)!))
        }
      case .drop(let reason): drops.append(Drop(at: id, reason: reason))
      case .note(let note): notes.append(note)
      case .arm(let timer, after: let span): armed[id, default: [:]][timer] = now + span
      case .cancel(let timer): armed[id]?[timer] = nil
      case .send, .broadcast, .append, .sync, .truncate, .read, .deliver, .halt:
        preconditionFailure("an element of the data plane does not \(effect)")
      }
    }
  }
}
