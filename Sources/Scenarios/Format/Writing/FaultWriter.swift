import Vocabulary

/// Writes a fault as a scenario lists it.
struct FaultWriter {
  /// Of systems whose nodes have names.
  let layout: (any NodeRoles)?

  init(_ system: SystemSpec) { layout = system.roles }

  /// `module 3`, `tenant 0`, or a list of such.
  private func modules(_ numbers: [Int]) -> Node {
    guard let layout else { return .modules(numbers) }
    return numbers.count == 1 ? .text(layout.name(numbers[0])) : .list(numbers.map { .text(layout.name($0)) })
  }

  private func member(_ number: Int) -> Node { layout.map { .text($0.name(number)) } ?? .count(number) }

  func node(_ fault: Fault) -> Node {
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
  private func modules(_ list: [Int], _ fault: Fault) -> Node {
    fault.recurrence?.picksOne == true ? .text("any") : modules(list)
  }

  private func kind(_ fault: Fault) -> [(String, Node?)] {
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

  private func value(_ fault: NetworkFault) -> Node {
    switch fault {
    case .partition(let groups): .list(groups.map { .list($0.map(member)) })
    case .cut(let from, let to): .mapping([("from", modules(from)), ("to", modules(to))])
    case .clog(let list): modules(list)
    case .loss(let chance), .duplicate(let chance), .corrupt(let chance): value(chance)
    case .mtu(let most): .size(most)
    case .delay(let distribution): .distribution(distribution)
    case .reorder(let chance, let span): .mapping(entry(chance) + [("by", .distribution(span))])
    case .bandwidth(let rate): .bitRate(rate)
    }
  }

  private func value(_ fault: DiskFault) -> Node {
    switch fault {
    case .slow(let distribution): .distribution(distribution)
    case .lyingSync(let chance), .bitRot(let chance), .misdirectedWrite(let chance), .tornWrite(let chance),
      .failingSync(let chance, _):
      value(chance)
    case .full(let room): .size(room)
    case .membershipList(let damage): .text(damage.rawValue)
    }
  }

  private func value(_ fault: ByzantineFault) -> Node {
    .mapping(
      [("modules", modules(fault.modules)), ("behaviour", .text(fault.behaviour.name))] + parameters(fault.behaviour))
  }

  private func value(_ attack: Attack) -> Node {
    .mapping([
      ("kind", .text(attack.kind.rawValue)),
      ("channel", attack.links == nil && !attack.kind.isByItself ? .text(attack.channel.rawValue) : nil),
      ("links", attack.kind.isOnLinks ? attack.links.map { .text($0.word) } : nil),
      ("every", attack.isTimed ? .time(attack.interval) : nil),
      ("share", attack.kind.takesShare ? .share(attack.share) : nil),
    ])
  }

  private func parameters(_ behaviour: Misbehaviour) -> [(String, Node?)] {
    switch behaviour {
    case .silence(let receivers): [("to", receivers.map { modules($0) })]
    case .censorship(let writer): [("writer", .count(writer))]
    case .delay(let span): [("by", span.map { .time($0) })]
    case .wrongViews(let interval), .viewChangeStorm(let interval), .replay(let interval), .flood(let interval):
      [("every", .time(interval))]
    case .mutation(let share): [("share", .share(share))]
    case .equivocation, .doubleVoting, .forgedCertificates, .staleCertificates, .emptyCertificates, .invalidBlocks,
      .amnesia, .requestTwice, .watermarkExhaustion, .collusion, .forgedBlocks, .falseAnswers,
      .withholding:
      []
    }
  }

  private func value(_ chance: Chance) -> Node {
    switch chance {
    case .share(let share): .share(share)
    case .strikes: .mapping(entry(chance))
    }
  }

  private func entry(_ chance: Chance) -> [(String, Node?)] {
    switch chance {
    case .share(let share): [("share", .share(share))]
    case .strikes(let ordinals): [("strikes", .list(ordinals.map { .count($0) }))]
    }
  }
}
