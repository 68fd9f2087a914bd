import Vocabulary

/// Writes a fault as a scenario lists it.
enum FaultWriter {
  static func node(_ fault: Fault) -> Node {
    .mapping(
      [
        ("at", .time(fault.at)), ("until", fault.recurrence?.until.map { .time($0) }),
        ("rate", fault.recurrence.map { .rate($0.rate) }), ("upon", fault.upon.map { .text($0.rawValue) }),
        ("for", fault.lasts.map { .time($0) }),
      ] + kind(fault) + [
        ("on", fault.on.map { modules($0, fault) }), ("stream", fault.stream.map { .count($0) }),
      ])
  }

  /// With a rate, a list of modules stands for `any`.
  private static func modules(_ list: [Int], _ fault: Fault) -> Node {
    fault.recurrence?.picksOne == true ? .text("any") : .modules(list)
  }

  private static func kind(_ fault: Fault) -> [(String, Node?)] {
    let name = fault.kind.name
    switch fault.kind {
    case .outage(.crash(let list, let restartAfter)):
      return [(name, modules(list, fault)), ("restart-after", restartAfter.map { .time($0) })]
    case .outage(.pause(let list)), .network(.clog(let list)): return [(name, modules(list, fault))]
    case .network(let kind): return [(name, value(kind))]
    case .disk(.failingSync(let chance, let restartAfter)):
      return [(name, value(chance)), ("restart-after", restartAfter.map { .time($0) })]
    case .disk(let kind): return [(name, value(kind))]
    case .clock(.jump(let span)): return [(name, .time(span))]
    case .clock(.drift(let drift)), .clock(.timerDrift(let drift)): return [(name, .drift(drift))]
    case .clock(.freeze): return [(name, .text("shown"))]
    case .byzantine(let fault): return [("byzantine", value(fault))]
    case .attack(let attack): return [("attack", value(attack))]
    }
  }

  private static func value(_ fault: NetworkFault) -> Node {
    switch fault {
    case .partition(let groups): .list(groups.map { .list($0.map { .count($0) }) })
    case .cut(let from, let to): .mapping([("from", .modules(from)), ("to", .modules(to))])
    case .clog(let list): .modules(list)
    case .loss(let chance), .duplicate(let chance), .corrupt(let chance): value(chance)
    case .mtu(let most): .size(most)
    case .delay(let distribution): .distribution(distribution)
    case .reorder(let chance, let span): .mapping(entry(chance) + [("by", .distribution(span))])
    case .bandwidth(let rate): .bitRate(rate)
    }
  }

  private static func value(_ fault: DiskFault) -> Node {
    switch fault {
    case .slow(let distribution): .distribution(distribution)
    case .lyingSync(let chance), .bitRot(let chance), .misdirectedWrite(let chance), .tornWrite(let chance),
      .failingSync(let chance, _):
      value(chance)
    case .full(let room): .size(room)
    case .membershipList(let damage): .text(damage.rawValue)
    }
  }

  private static func value(_ fault: ByzantineFault) -> Node {
    .mapping(
      [("modules", .modules(fault.modules)), ("behaviour", .text(fault.behaviour.name))] + parameters(fault.behaviour))
  }

  private static func value(_ attack: Attack) -> Node {
    .mapping([
      ("kind", .text(attack.kind.rawValue)), ("channel", .text(attack.channel.rawValue)),
      ("every", attack.kind.isTimed ? .time(attack.interval) : nil),
      ("share", attack.kind.takesShare ? .share(attack.share) : nil),
    ])
  }

  private static func parameters(_ behaviour: Misbehaviour) -> [(String, Node?)] {
    switch behaviour {
    case .silence(let receivers): [("to", receivers.map { .modules($0) })]
    case .censorship(let writer): [("writer", .count(writer))]
    case .delay(let span): [("by", span.map { .time($0) })]
    case .wrongViews(let interval), .viewChangeStorm(let interval), .replay(let interval), .flood(let interval):
      [("every", .time(interval))]
    case .mutation(let share): [("share", .share(share))]
    case .equivocation, .doubleVoting, .forgedCertificates, .staleCertificates, .emptyCertificates, .invalidBlocks,
      .amnesia, .requestTwice, .watermarkExhaustion, .collusion:
      []
    }
  }

  private static func value(_ chance: Chance) -> Node {
    switch chance {
    case .share(let share): .share(share)
    case .strikes: .mapping(entry(chance))
    }
  }

  private static func entry(_ chance: Chance) -> [(String, Node?)] {
    switch chance {
    case .share(let share): [("share", .share(share))]
    case .strikes(let ordinals): [("strikes", .list(ordinals.map { .count($0) }))]
    }
  }
}
