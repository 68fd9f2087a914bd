import Vocabulary

/// One way to make a scenario smaller.
struct Reduction: Sendable {
  /// Gives the place of the first candidate that still fails.
  typealias FirstFailing = ([Scenario]) throws -> Int?

  /// Changes the scenario to the smallest that it finds.
  let apply: @Sendable (inout Scenario, Violation, FirstFailing) throws -> Void

  /// In the order in which they pay.
  static let all: [Reduction] = [
    end, faults, settings, strikes, modules, faultParts,
  ]

  /// Takes the first candidate that fails, again and again, until none does.
  static func greedy(
    _ scenario: inout Scenario, _ firstFailing: FirstFailing, _ candidates: (Scenario) -> [Scenario]
  ) throws {
    while true {
      let list = candidates(scenario).filter { $0 != scenario }
      guard let found = try firstFailing(list) else { return }
      scenario = list[found]
    }
  }

  /// Ends earlier: right after the violation, if it has an instant, or by trial.
  private static let end = Reduction { scenario, violation, firstFailing in
    try greedy(&scenario, firstFailing) { scenario in
      let total = scenario.duration.total
      var ends = [1, 2, 4, 6, 7].map { TimeSpan(nanoseconds: total.nanoseconds / 8 * $0) }
      if let at = violation.at { ends.insert(at - .start + .milliseconds(1), at: 0) }
      ends = ends.map(wholeSeconds)
      return ends.filter { $0 < total && $0 > .zero }.map { scenario.ending(at: $0) }
        + [scenario.ending(at: total)]
    }
  }

  private static let faults = Reduction { scenario, _, firstFailing in
    func with(_ faults: [Fault]) -> Scenario {
      var candidate = scenario
      candidate.faults.faults = faults
      return candidate
    }
    let all = scenario.faults.withStreams.faults
    scenario.faults.faults = try DeltaDebugging.minimise(all) { try firstFailing($0.map(with)) }
  }

  private static let strikes = Reduction { scenario, _, firstFailing in
    for index in scenario.faults.faults.indices {
      guard let strikes = scenario.faults.faults[index].kind.strikes else { continue }
      func with(_ ordinals: [Int]) -> Scenario {
        var candidate = scenario
        candidate.faults.faults[index].kind = candidate.faults.faults[index].kind.striking(ordinals)
        return candidate
      }
      let few = try DeltaDebugging.minimise(strikes) { try firstFailing($0.map(with)) }
      scenario = with(few)
    }
  }

  /// Without one of the modules, the last ones first; of other worlds, without any part of them.
  private static let modules = Reduction { scenario, _, firstFailing in
    try greedy(&scenario, firstFailing) { scenario in
      switch scenario.system {
      case .crb(let crb):
        guard crb.modules > 1 else { return [] }
        return (0..<crb.modules).reversed().compactMap { scenario.without(module: $0) }
      case .nfv(let nfv): return NFVPart.all(of: nfv).compactMap(scenario.without)
      case .sfc(let sfc): return ChainPart.all(of: sfc).compactMap(scenario.without)
      }
    }
  }

  /// Settings as they are by default, all at once or one by one.
  private static let settings = Reduction { scenario, _, firstFailing in
    try greedy(&scenario, firstFailing) { scenario in
      let edits = PlainSettings.edits(of: scenario)
      let all = edits.reduce(into: scenario) { $1(&$0) }.following(scenario)
      return [all]
        + edits.map { edit in
          var candidate = scenario
          edit(&candidate)
          return candidate.following(scenario)
        }
    }
  }

  /// Simpler faults: fewer modules, shorter, at rounder times.
  private static let faultParts = Reduction { scenario, _, firstFailing in
    try greedy(&scenario, firstFailing) { scenario in
      scenario.faults.faults.indices.flatMap { index in
        scenario.faults.faults[index].simpler.map { fault in
          var candidate = scenario
          candidate.faults.faults[index] = fault
          return candidate
        }
      }
    }
  }

  private static func wholeSeconds(_ span: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: (span.nanoseconds + 999_999_999) / 1_000_000_000 * 1_000_000_000)
  }
}
