import SimKernel
import Vocabulary

/// Says where clocks may come so far apart that elements refuse each other's headers: docs/models/service-chains.md, Integrity.
enum ClockWarnings {
  /// At most one, at the setting with which it becomes too far.
  static func find(_ root: Setting, _ scenario: Scenario) -> [ScenarioWarning] {
    guard case .sfc(let sfc) = scenario.system, sfc.integrity == .hmac else { return [] }
    let hosts = root["hosts"]
    let end = scenario.duration.total
    let drift = 2 * Double(scenario.hosts.clockDriftPartsPerBillion) / 1e9
    let natural = [
      (hosts["clock"]["offset"], width(of: scenario.hosts.clockOffset)),
      (hosts["clock"]["drift"], drift * Double(end.nanoseconds)),
    ]
    let elements = SFCLayout(sfc).verifying
    let faulty = zip(root.find("faults")?.items ?? [], scenario.faults.faults).map { setting, fault in
      (FaultBuilder.cause(setting).value, gained(fault, of: elements, end: end))
    }
    let tolerance = Double(sfc.timestampTolerance.nanoseconds)
    var apart = 0.0
    for (setting, nanoseconds) in natural + faulty where nanoseconds > 0 {
      apart += nanoseconds
      guard apart > tolerance else { continue }
      let limit = Quantity.text(sfc.timestampTolerance.nanoseconds, .time)
      let span = Quantity.text(Int64(min(apart, 1e18) / 1e6) * 1_000_000, .time)
      let text =
        "clocks may come \(span) apart, and 'sfc.timestamp-tolerance' is \(limit): packets are then refused as 'replayed' "
        + "or 'future-dated'"
      return [ScenarioWarning("\(setting.path): \(text)", at: setting.place)]
    }
    return []
  }

  /// How far two of a thousand draws lie apart, in nanoseconds.
  private static func width(of offset: Distribution) -> Double {
    var stream = RandomStreams(seed: 1).stream("width")
    let draws = (0..<1_000).map { _ in offset.sample(&stream) }
    return (draws.max() ?? 0) - (draws.min() ?? 0)
  }

  /// How far a fault takes the clocks of some elements from those of the others, in nanoseconds; as often as it comes on average.
  private static func gained(_ fault: Fault, of elements: [Int], end: TimeSpan) -> Double {
    guard case .clock(let clock) = fault.kind else { return 0 }
    let struck = fault.on.map { on in elements.count { on.contains($0) } } ?? elements.count
    guard struck > 0, struck < elements.count || fault.recurrence?.picksOne == true else { return 0 }
    let lasts = Double((fault.lasts ?? end - fault.at).nanoseconds)
    let once =
      switch clock {
      case .jump(let span): abs(Double(span.nanoseconds))
      case .drift(let perBillion): abs(Double(perBillion)) / 1e9 * lasts
      case .freeze: lasts
      case .timerDrift: 0.0
      }
    guard let recurrence = fault.recurrence else { return once }
    return once * max(1, recurrence.rate * ((recurrence.until ?? end) - fault.at).seconds)
  }
}

extension SFCLayout {
  /// The nodes that verify headers.
  var verifying: [Int] { [Role.classifier, .inner, .outer, .function, .encryption].flatMap { Array(nodes($0)) } }
}
