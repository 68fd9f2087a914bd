import Vocabulary

/// Writes a fault as a scenario lists it.
enum FaultWriter {
  static func node(_ fault: Fault) -> Node {
    .mapping(
      [
        ("at", .time(fault.at)), ("upon", fault.upon.map { .text($0.rawValue) }),
        ("for", fault.lasts.map { .time($0) }),
      ] + kind(fault.kind) + [
        ("on", fault.on.map { .modules($0) }), ("stream", fault.stream.map { .count($0) }),
      ])
  }

  private static func kind(_ kind: Fault.Kind) -> [(String, Node?)] {
    switch kind {
    case .outage(.crash(let modules, let restartAfter)):
      [(kind.name, .modules(modules)), ("restart-after", restartAfter.map { .time($0) })]
    case .outage(.pause(let modules)): [(kind.name, .modules(modules))]
    case .network(let fault): [(kind.name, value(fault))]
    case .disk(let fault): [(kind.name, value(fault))]
    case .clock(.jump(let span)): [(kind.name, .time(span))]
    case .byzantine(let fault): [("byzantine", value(fault))]
    }
  }

  private static func value(_ fault: NetworkFault) -> Node {
    switch fault {
    case .partition(let groups): .list(groups.map { .list($0.map { .count($0) }) })
    case .cut(let from, let to): .mapping([("from", .modules(from)), ("to", .modules(to))])
    case .loss(let chance), .duplicate(let chance), .corrupt(let chance): value(chance)
    case .delay(let distribution): .distribution(distribution)
    }
  }

  private static func value(_ fault: DiskFault) -> Node {
    switch fault {
    case .slow(let distribution): .distribution(distribution)
    case .lyingSync(let chance), .bitRot(let chance): value(chance)
    }
  }

  private static func value(_ fault: ByzantineFault) -> Node {
    .mapping(
      [("modules", .modules(fault.modules)), ("behaviour", .text(fault.behaviour.name))] + parameters(fault.behaviour))
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
    case .strikes(let ordinals): .mapping([("strikes", .list(ordinals.map { .count($0) }))])
    }
  }
}
