import Protocols
import SimKernel
import Vocabulary

/// The messages of the control plane: what the adversary hears, and says in others' names or with the keys of those that are
/// compromised.
extension ChainAdversary {
  /// A message of the control plane.
  func hear(_ packet: Packet, over link: LinkID, at now: Instant, _ verdict: inout PacketVerdict) {
    let sender = Int(world.network.sender(of: link).index)
    let receiver = Int(world.network.receiver(of: link).index)
    if verdict.drop == nil, divert(packet.payload, from: sender, to: receiver, at: now) {
      verdict = .drop(.lost)
    }
    for place in active where entries[place].attack.kind == .routeInjection {
      guard entries[place].scope.covers(sender, receiver) else { continue }
      counters.sees(isReadable: false)
      let bytes = world.payloads.payload(at: packet.payload).bytes
      entries[place].records.keep(bytes, from: sender, to: receiver)
    }
  }

  /// A message of the control plane, with any node as its source.
  func send(_ bytes: [UInt8], from sender: Int, to receiver: Int, _ entry: Entry) {
    guard sender != receiver else { return }
    counters.tries(entry.attack.kind)
    world.coverage?.struck(fault: entry.index, packetFrom: sender, to: receiver)
    let forgery = Forgery(attack: entry.index, isRefusedByChannel: false)
    world.inject(Payload(bytes), forgery, over: spoofed.link(from: sender, to: receiver))
  }

  // MARK: The control side of compromised functions

  func beginRogues(_ place: Int) {
    for number in entries[place].functions.indices {
      var effects = Effects()
      entries[place].functions[number].rogue?.begin(at: world.simulator.now, into: &effects)
      carryOut(effects, of: entries[place].functions[number].node, entries[place].index)
    }
    guard let node = entries[place].controller?.node else { return }
    var effects = Effects()
    entries[place].controller?.begin(at: world.simulator.now, into: &effects)
    carryOut(effects, of: node, entries[place].index)
  }

  /// The controller that it has taken over hands somebody rules.
  func mislead(_ entry: inout Entry) {
    guard let node = entry.controller?.node else { return }
    var effects = Effects()
    entry.controller?.act(at: world.simulator.now, into: &effects)
    carryOut(effects, of: node, entry.index)
  }

  /// One of its functions asks its managers for something, if there is a control plane.
  func actRogue(_ function: inout TakenFunction, _ attack: Int) {
    var effects = Effects()
    let granted = function.rogue?.act(at: world.simulator.now, into: &effects) ?? []
    carryOut(effects, of: function.node, attack)
    take(granted, by: function.node)
  }

  /// Takes a message to a compromised function or controller off the network. False where it is none.
  private func divert(_ payload: Int32, from sender: Int, to receiver: Int, at now: Instant) -> Bool {
    var isTaken = false
    for place in active {
      if let rogue = entries[place].controller, rogue.node == receiver, rogue.knows(sender) {
        isTaken = true
        var effects = Effects()
        let message = world.payloads.payload(at: payload)
        let granted = entries[place].controller!.receive(message, from: NodeID(sender), at: now, into: &effects)
        carryOut(effects, of: receiver, entries[place].index)
        take(granted, by: receiver)
      }
      for number in entries[place].functions.indices where entries[place].functions[number].node == receiver {
        guard entries[place].functions[number].rogue != nil else { continue }
        isTaken = true
        var effects = Effects()
        let message = world.payloads.payload(at: payload)
        let granted = entries[place].functions[number].rogue!.receive(
          message, from: NodeID(sender), at: now, into: &effects)
        carryOut(effects, of: receiver, entries[place].index)
        take(granted, by: receiver)
      }
    }
    return isTaken
  }

  /// Sends what a compromised function's control side says. Its timers are the attack's turns.
  private func carryOut(_ effects: Effects, of node: Int, _ attack: Int) {
    for case .send(let payload, _, let manager) in effects.list {
      let forgery = Forgery(attack: attack, isRefusedByChannel: false)
      world.inject(payload, forgery, over: spoofed.link(from: node, to: Int(manager.index)))
    }
  }

  private func take(_ granted: [RogueElement.Grant], by node: Int) {
    chainCounters.requestsGranted += Int64(granted.count)
    for grant in granted { judge?(grant, node, world.simulator.now) }
  }
}
