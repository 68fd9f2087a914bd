import Vocabulary

/// Says where the network is too slow for clients of data centers: what they ask for may then never be done, which oracles find.
enum LatencyWarnings {
  static func find(_ root: Setting, _ scenario: Scenario) -> [ScenarioWarning] {
    guard case .nfv(let nfv) = scenario.system else { return [] }
    let roundTrip = 2 * scenario.network.latency.mean
    guard roundTrip > Double(nfv.patience.nanoseconds) else { return [] }
    let setting = root["network"]["latency"]
    let patience = Quantity.text(nfv.patience.nanoseconds, .time)
    // A tail may be too heavy for a mean.
    let time = Int64(exactly: roundTrip.rounded()).map { Quantity.text($0, .time) } ?? "any time"
    let text =
      "an answer takes \(time), and clients wait \(patience) for it ('nfv.patience'): operations may never end, nor be answered"
    return [ScenarioWarning("\(setting.path): \(text)", at: setting.place)]
  }
}
