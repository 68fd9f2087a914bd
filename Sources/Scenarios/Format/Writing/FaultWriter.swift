import Vocabulary

/// Writes a fault as a scenario lists it.
enum FaultWriter {
  static func node(_ fault: Fault) -> Node {
    .mapping(
      [
        ("at", .time(fault.at)), ("rate", fault.recurrence.map { .rate($0.rate) }),
        ("until", fault.recurrence?.until.map { .time($0) }), ("upon", fault.upon.map { .text($0.rawValue) }),
        ("for", fault.lasts.map { .time($0) }), (fault.kind.name, value(fault.kind, picksOne: picksOne(fault))),
        ("restart-after", restart(fault.kind).map { .time($0) }), ("on", place(fault)),
        ("stream", fault.stream.map { .count($0) }),
      ])
  }

  private static func picksOne(_ fault: Fault) -> Bool { fault.recurrence?.picksOne ?? false }

  /// For kinds that do not name their modules themselves.
  private static func place(_ fault: Fault) -> Node? {
    guard !FaultSchema.placed.contains(fault.kind.name), let on = fault.on else { return nil }
    return picksOne(fault) ? .text("any") : .modules(on)
  }

  private static func restart(_ kind: Fault.Kind) -> TimeSpan? {
    switch kind {
    case .outage(.crash(_, let restartAfter)), .disk(.failingSync(_, let restartAfter)): restartAfter
    case .outage(.pause), .network, .disk, .clock: nil
    }
  }

  private static func value(_ kind: Fault.Kind, picksOne: Bool) -> Node {
    switch kind {
    case .outage(let outage): picksOne ? .text("any") : .modules(outage.modules)
    case .network(.clog) where picksOne: .text("any")
    case .network(let fault): value(fault)
    case .disk(let fault): value(fault)
    case .clock(.jump(let span)): .time(span)
    case .clock(.drift(let drift)), .clock(.timerDrift(let drift)): .drift(drift)
    case .clock(.freeze): .text("shown")
    }
  }

  private static func value(_ fault: NetworkFault) -> Node {
    switch fault {
    case .partition(let groups): .list(groups.map { .list($0.map { .count($0) }) })
    case .cut(let from, let to): .mapping([("from", .modules(from)), ("to", .modules(to))])
    case .clog(let modules): .modules(modules)
    case .loss(let chance), .duplicate(let chance), .corrupt(let chance): value(chance)
    case .mtu(let size): .size(size)
    case .delay(let distribution): .distribution(distribution)
    case .reorder(let chance, let span): .mapping([part(chance), ("by", .distribution(span))])
    case .bandwidth(let bandwidth): .bandwidth(bandwidth)
    }
  }

  private static func value(_ fault: DiskFault) -> Node {
    switch fault {
    case .slow(let distribution): .distribution(distribution)
    case .lyingSync(let chance), .bitRot(let chance), .misdirectedWrite(let chance), .tornWrite(let chance),
      .failingSync(let chance, _):
      value(chance)
    case .full(let room): .size(room)
    }
  }

  private static func value(_ chance: Chance) -> Node {
    switch chance {
    case .share(let share): .share(share)
    case .strikes: .mapping([part(chance)])
    }
  }

  private static func part(_ chance: Chance) -> (String, Node?) {
    switch chance {
    case .share(let share): ("share", .share(share))
    case .strikes(let ordinals): ("strikes", .list(ordinals.map { .count($0) }))
    }
  }
}
