import Report
import SimKernel
import Vocabulary

/// Faults as a report lists them.
struct FaultDescription {
  /// Of systems whose nodes have names.
  let roles: (any NodeRoles)?

  init(_ system: SystemSpec) { roles = system.roles }

  func text(_ fault: Fault) -> String {
    let when = fault.recurrence.map { text($0, from: fault.at) } ?? "at \(text(fault.at))"
    let begin = when + (fault.upon.map { ", once \($0.rawValue)" } ?? "")
    let span = fault.lasts.map { ", for \(text($0))" } ?? ""
    let place = fault.on.map { " on \(modules($0))" } ?? ""
    return "\(begin)\(span): \(text(fault.kind))\(place)"
  }

  private func text(_ recurrence: Recurrence, from begin: TimeSpan) -> String {
    let end = recurrence.until.map { " until \(text($0))" } ?? ""
    let rate = NumberFormat.text(recurrence.rate, unit: "/s", trimmed: true)
    return "from \(text(begin))\(end), \(rate)\(recurrence.picksOne ? ", each on one of them" : "")"
  }

  private func text(_ kind: Fault.Kind) -> String {
    switch kind {
    case .outage(let outage): text(outage)
    case .network(let fault): text(fault)
    case .disk(let fault): text(fault)
    case .clock(let fault): text(fault)
    case .byzantine(let fault): text(fault)
    case .attack(let attack): text(attack)
    }
  }

  private func text(_ outage: Outage) -> String {
    switch outage {
    case .crash(let list, let back): "\(modules(list)) down\(back.map { " for \(text($0))" } ?? "")"
    case .pause(let list): "\(modules(list)) paused"
    }
  }

  private func text(_ fault: NetworkFault) -> String {
    switch fault {
    case .partition(let groups): groups.map(modules).joined(separator: " | ")
    case .cut(let from, let to): "no packet from \(modules(from)) to \(modules(to))"
    case .clog(let list): "links of \(modules(list)) clogged"
    case .mtu(let most): "packets above \(ScenarioDescription.text(most)) lost"
    case .reorder(let chance, let span): "\(text(chance, "packets")) held back, \(text(span))"
    case .bandwidth(let rate):
      "no more than \(NumberFormat.text(Double(rate.bitsPerSecond), unit: "bit/s", trimmed: true))"
    case .loss(let chance): "\(text(chance, "packets")) lost"
    case .delay(let distribution): "delay, \(text(distribution))"
    case .duplicate(let chance): "\(text(chance, "packets")) doubled"
    case .corrupt(let chance): "\(text(chance, "packets")) corrupted"
    }
  }

  private func text(_ fault: DiskFault) -> String {
    switch fault {
    case .slow(let distribution): "slow disk, \(text(distribution))"
    case .lyingSync(let chance): "\(text(chance, "syncs")) lie"
    case .bitRot(let chance): "\(text(chance, "syncs")) rot"
    case .misdirectedWrite(let chance): "\(text(chance, "syncs")) misdirected"
    case .tornWrite(let chance): "\(text(chance, "sectors")) survive a loss of power"
    case .failingSync(let chance, let back):
      "\(text(chance, "syncs")) fail" + (back.map { ", start again after \(text($0))" } ?? "")
    case .full(let room): "disk full but for \(ScenarioDescription.text(room))"
    case .membershipList(let damage): "membership list: \(damage.meaning)"
    }
  }

  private func text(_ fault: ClockFault) -> String {
    switch fault {
    case .jump(let span): "clock jumps by \(text(span))"
    case .drift(let drift): "clock drifts by \(Double(drift) / 1_000) ppm"
    case .freeze: "clock stands still"
    case .timerDrift(let drift): "timers drift by \(Double(drift) / 1_000) ppm"
    }
  }

  private func text(_ fault: ByzantineFault) -> String {
    let what =
      switch fault.behaviour {
      case .silence(let receivers): receivers.map { " to \(modules($0))" } ?? ""
      case .censorship(let writer): " of writer \(writer)"
      case .delay(let span): span.map { " by \(text($0))" } ?? ""
      case .wrongViews(let interval), .viewChangeStorm(let interval), .replay(let interval), .flood(let interval):
        " every \(text(interval))"
      case .mutation(let share): " of \(NumberFormat.percent(share)) of the messages"
      case .equivocation, .doubleVoting, .forgedCertificates, .staleCertificates, .emptyCertificates, .invalidBlocks,
        .amnesia, .requestTwice, .watermarkExhaustion, .collusion, .forgedBlocks, .falseAnswers,
        .withholding:
        ""
      }
    return "\(modules(fault.modules)) byzantine: \(fault.behaviour.name)\(what)"
  }

  private func text(_ attack: Attack) -> String {
    let often = attack.isTimed ? ", every \(text(attack.interval))" : ""
    let share = attack.kind.takesShare ? ", \(NumberFormat.percent(attack.share)) of the packets" : ""
    let place =
      switch attack.links {
      case nil: attack.kind.isByItself ? "" : ", channel \(attack.channel.rawValue)"
      case .cable(let name)?: attack.kind.isOnLinks ? ", link \(name)" : ""
      case let links?: attack.kind.isOnLinks ? ", \(links.word) links" : ""
      }
    return "attack: \(attack.kind.rawValue)\(share)\(often)\(place)"
  }

  private func text(_ chance: Chance, _ what: String) -> String {
    switch chance {
    case .share(let share): "\(NumberFormat.percent(share)) of \(what)"
    case .strikes(let ordinals): "\(ordinals.count) chosen \(what)"
    }
  }

  private func modules(_ list: [Int]) -> String {
    let names = roles.map { roles in list.map { roles.name($0) } } ?? list.map(String.init)
    let noun = roles != nil ? "" : list.count == 1 ? "module " : "modules "
    return noun + names.joined(separator: ", ")
  }

  private func text(_ span: TimeSpan) -> String { ScenarioDescription.text(span) }
  private func text(_ distribution: Distribution) -> String { ScenarioDescription.text(distribution) }
}
