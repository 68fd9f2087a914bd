import SimKernel
import Vocabulary

extension Fault {
  /// With other numbers for modules; nil for a number takes the module out. Nil when no module is left.
  func renumbered(_ number: (Int) -> Int?) -> Fault? {
    var fault = self
    if let on {
      fault.on = on.compactMap(number)
      guard fault.on != [] else { return nil }
    }
    switch kind {
    case .outage(.crash(let modules, let back)):
      let kept = modules.compactMap(number)
      fault.kind = .outage(.crash(kept, restartAfter: back))
      return kept.isEmpty ? nil : fault
    case .outage(.pause(let modules)):
      let kept = modules.compactMap(number)
      fault.kind = .outage(.pause(kept))
      return kept.isEmpty ? nil : fault
    case .network(.partition(let groups)):
      let kept = groups.map { $0.compactMap(number) }.filter { !$0.isEmpty }
      fault.kind = .network(.partition(kept))
      return kept.count < 2 ? nil : fault
    case .network(.cut(let from, let to)):
      let (senders, receivers) = (from.compactMap(number), to.compactMap(number))
      fault.kind = .network(.cut(from: senders, to: receivers))
      return senders.isEmpty || receivers.isEmpty ? nil : fault
    case .network(.clog(let modules)):
      let kept = modules.compactMap(number)
      fault.kind = .network(.clog(kept))
      return kept.isEmpty ? nil : fault
    case .byzantine(var byzantine):
      byzantine.modules = byzantine.modules.compactMap(number)
      if case .silence(let receivers?) = byzantine.behaviour {
        let kept = receivers.compactMap(number)
        guard !kept.isEmpty else { return nil }
        byzantine.behaviour = .silence(to: kept)
      }
      fault.kind = .byzantine(byzantine)
      return byzantine.modules.isEmpty ? nil : fault
    case .network, .disk, .clock, .attack: return fault
    }
  }

  /// The modules that it names, each once.
  var named: [Int] {
    var named = on ?? []
    switch kind {
    case .outage(let outage): named += outage.modules
    case .network(.partition(let groups)): named += groups.joined()
    case .network(.cut(let from, let to)): named += from + to
    case .network(.clog(let modules)): named += modules
    case .byzantine(let byzantine): named += byzantine.modules
    case .network, .disk, .clock, .attack: break
    }
    return Set(named).sorted()
  }

  /// Faults that are this one, with a little less to them; the greatest steps first.
  var simpler: [Fault] {
    var list: [Fault] = []
    func add(_ change: (inout Fault) -> Void) {
      var fault = self
      change(&fault)
      list.append(fault)
    }
    for module in named { if let fault = renumbered({ $0 == module ? nil : $0 }) { list.append(fault) } }
    if upon != nil { add { $0.upon = nil } }
    if let lasts {
      for part in Self.shorter(lasts) { add { $0.lasts = part } }
    }
    if case .outage(.crash(let modules, let back?)) = kind {
      for part in Self.shorter(back) { add { $0.kind = .outage(.crash(modules, restartAfter: part)) } }
    }
    for part in Self.rounder(at) { add { $0.at = part } }
    switch kind {
    case .network(.delay(let delay)): add { $0.kind = .network(.delay(Self.plain(delay))) }
    case .disk(.slow(let delay)): add { $0.kind = .disk(.slow(Self.plain(delay))) }
    case .outage, .network, .disk, .clock, .byzantine, .attack: break
    }
    return list
  }

  /// Halves and quarters, and the same on rounder numbers.
  private static func shorter(_ span: TimeSpan) -> [TimeSpan] {
    [4, 2].map { TimeSpan(nanoseconds: span.nanoseconds / $0) }.filter { $0 >= .milliseconds(10) } + rounder(span)
  }

  /// With fewer digits, if it has any to spare.
  private static func rounder(_ span: TimeSpan) -> [TimeSpan] {
    [1_000_000_000, 100_000_000, 10_000_000, 1_000_000].map { unit in
      TimeSpan(nanoseconds: (span.nanoseconds + unit / 2) / unit * unit)
    }.filter { $0 > .zero && $0 != span }.prefix { digits($0) < digits(span) }
  }

  private static func digits(_ span: TimeSpan) -> Int {
    var rest = span.nanoseconds
    while rest != 0, rest % 10 == 0 { rest /= 10 }
    return String(rest).count
  }

  private static func plain(_ distribution: Distribution) -> Distribution {
    distribution.mean.isFinite ? .constant(distribution.mean.rounded()) : distribution
  }
}

extension Fault.Kind {
  /// The same with these strikes, where it is a matter of chance.
  func striking(_ ordinals: [Int]) -> Fault.Kind {
    switch self {
    case .outage, .clock, .byzantine, .attack: self
    case .network(let fault): .network(fault.striking(ordinals))
    case .disk(let fault): .disk(fault.striking(ordinals))
    }
  }
}
