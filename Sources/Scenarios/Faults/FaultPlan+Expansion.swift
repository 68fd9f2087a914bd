import SimKernel
import Vocabulary

extension Scenario {
  /// The scenario with faults that recur replaced by their strikes in the run with this seed.
  func expanded(seed: UInt64) -> Scenario {
    var scenario = self
    scenario.faults = faults.expanded(
      streams: RandomStreams(seed: seed), modules: nodes, end: duration.warmUp + duration.measure)
    return scenario
  }
}

extension FaultPlan {
  /// The most strikes that one recurring fault is expanded to.
  static let mostStrikes = 100_000

  /// The plan with every recurring fault replaced by its strikes, drawn from the fault's stream. A strike that would not
  /// be over by the end of the run, and an outage of a module that is down or paused then, is left out.
  func expanded(streams: RandomStreams, modules: Int, end: TimeSpan) -> FaultPlan {
    guard faults.contains(where: { $0.recurrence != nil }) else { return self }
    var outages = Outages(modules: modules)
    for fault in faults where fault.recurrence == nil { outages.add(fault) }
    return FaultPlan(
      faults.indices.flatMap { index -> [Fault] in
        var fault = faults[index]
        fault.stream = fault.stream ?? index
        guard let recurrence = fault.recurrence else { return [fault] }
        var stream = streams.stream("\(self.stream(of: index))/arrivals")
        return FaultPlan.strikes(of: fault, recurrence, end: end, modules: modules, &outages, &stream)
      })
  }

  private static func strikes(
    of fault: Fault, _ recurrence: Recurrence, end: TimeSpan, modules: Int, _ outages: inout Outages,
    _ stream: inout RandomStream
  ) -> [Fault] {
    var strikes: [Fault] = []
    let gap = Distribution.exponential(mean: 1e9 / recurrence.rate)
    var at = fault.at
    for number in 0..<mostStrikes {
      at += gap.sampleSpan(&stream)
      guard at < recurrence.until ?? end, at < end else { break }
      let draw = stream.next()
      var strike = fault
      strike.at = at
      strike.recurrence = nil
      strike.stream = ((fault.stream! &+ 1) &* 1_000_000 &+ number) & Int.max
      guard strike.end <= end else { continue }
      let candidates = strike.modules ?? Array(0..<modules)
      let free = strike.outageSpan.map { span in candidates.filter { outages.isFree($0, span) } } ?? candidates
      guard recurrence.picksOne ? !free.isEmpty : free.count == candidates.count else { continue }
      if recurrence.picksOne { strike.modules = [free[Int(draw % UInt64(free.count))]] }
      outages.add(strike)
      strikes.append(strike)
    }
    return strikes
  }

  /// When modules are down or paused.
  private struct Outages {
    private var spans: [[Range<TimeSpan>]]

    init(modules: Int) { spans = Array(repeating: [], count: modules) }

    mutating func add(_ fault: Fault) {
      guard let span = fault.outageSpan else { return }
      for module in fault.modules ?? [] { spans[module].append(span) }
    }

    func isFree(_ module: Int, _ span: Range<TimeSpan>) -> Bool {
      !spans[module].contains { $0.overlaps(span) }
    }
  }
}

extension Fault {
  /// When its modules are down or paused, if it is an outage and begins at once.
  fileprivate var outageSpan: Range<TimeSpan>? {
    guard case .outage(let outage) = kind else { return nil }
    return at..<max(at, outage.end(of: self))
  }

  /// When it is over; the same instant for what has no end.
  fileprivate var end: TimeSpan {
    guard case .outage(.crash(_, let restartAfter)) = kind else { return lasts.map { at + $0 } ?? at }
    return restartAfter.map { at + $0 } ?? at
  }
}
