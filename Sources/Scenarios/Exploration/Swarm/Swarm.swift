import Vocabulary

/// Draws the worlds of a fuzz run from one scenario: each case has settings, faults and an order of events of its own
/// (swarm testing; Groce et al. 2012). A case depends on the scenario, the seed and its number only.
struct Swarm: Sendable {
  /// One of them is drawn for each case.
  let points: [SweepPoint]
  let seed: UInt64
  let budget: FaultBudget

  func draw(_ number: Int) -> FuzzCase {
    let streams = RandomStreams(seed: seed).child("fuzz/\(number)")
    var choice = Dice(streams.stream("point"))
    let point = choice.pick(points)
    var scenario = point.scenario
    // Short enough to be typed, and exact in every tool that reads numbers.
    scenario.seed = streams.seed >> 16
    var settings = SwarmSettings(Dice(streams.stream("settings")))
    settings.vary(&scenario)
    var protection = SwarmProtection(Dice(streams.stream("protection")))
    protection.vary(&scenario)
    var faults = SwarmFaults(
      scenario, costs: point.profile.forwarding, budget: budget, streams: streams.child("faults"))
    scenario.faults.faults += faults.draw()
    var order = Dice(streams.stream("exploration"))
    scenario.exploration = ExplorationSpec(
      order: order.chance(1, in: 2) ? order.word() >> 32 : scenario.exploration.order,
      jitter: order.chance(1, in: 2)
        ? order.span(.microseconds(10)...(.milliseconds(5))) : scenario.exploration.jitter)
    return FuzzCase(number: number, scenario: scenario, profile: point.profile)
  }
}
