import PriorityQueueBaseline
import Report
import Scenarios
import SimKernel

/// `chainbed bench kernel`.
struct BenchKernel: Command {
  static let name = "kernel"
  static let abstract = "Measure events per second beside a C++ std::priority_queue."
  static let discussion = """
    The hold model with 1, 1,000 and 100,000 pending events, and a million packets through ten links of 1 Gbit/s. \
    The baseline does the same work in C++, in turn with ours; medians of the runs count.
    """

  @Option("How the result is printed.") var format: OutputFormat = .text
  @Option("How often each measurement is made.", value: "count") var runs: PositiveInteger = 5
  @Option("Do only this share of the work, from 0 to 1.", value: "share") var scale: Share = 1.0
  @OptionGroup var targets = BenchTargets()

  func run() throws -> ExitStatus {
    let benchmark = KernelBenchmark(
      runs: runs.value, clock: WallClock.seconds, hold: chainbed_priority_queue_hold,
      chain: chainbed_priority_queue_chain)
    let results = benchmark.run(scale: scale.value)
    switch format {
    case .text: Console.standard.write(table(results))
    case .json: Console.standard.print(JSONWriter.text(.array(results.map(json))))
    }
    return targets.status(results.compactMap { target($0)?.isMet })
  }

  /// Where events are many, half as many again as the baseline; a million packets over ten hops in a second.
  private func target(_ result: KernelBenchmark.Result) -> (bound: BenchmarkTarget, figure: String, isMet: Bool)? {
    func target(_ bound: Double, _ figure: String, _ value: Double) -> (BenchmarkTarget, String, Bool) {
      (.atLeast(bound), figure, BenchmarkTarget.atLeast(bound).isMet(by: value))
    }
    return switch result.name {
    case "hold-100000": target(1.5, "ratio", result.ratio)
    case "packet-chain-10-hops": target(10_000_000, "events_per_second", result.eventsPerSecond)
    default: nil
    }
  }

  private func json(_ result: KernelBenchmark.Result) -> JSONValue {
    let members: [JSONValue.Member] = [
      .init("name", JSONValue(result.name)), .init("events_per_second", JSONValue(result.eventsPerSecond.rounded())),
      .init("baseline", JSONValue(result.baseline.rounded())),
      .init("ratio", JSONValue((result.ratio * 1_000).rounded() / 1_000)),
    ]
    let target = target(result)
    return .object(members + BenchTargets.members(target?.bound, of: target?.figure ?? "", isMet: target?.isMet))
  }

  private func table(_ results: [KernelBenchmark.Result]) -> String {
    var table = TextTable(
      [
        .init("benchmark"), .init("seconds", .right), .init("events", .right), .init("baseline", .right),
        .init("ratio", .right), .init("target of", .right),
      ] + BenchTargets.headings)
    for result in results {
      let target = target(result)
      table.append(
        [
          result.name, NumberFormat.text(result.seconds, unit: "s"),
          NumberFormat.text(result.eventsPerSecond, unit: "/s"), NumberFormat.text(result.baseline, unit: "/s"),
          NumberFormat.text(result.ratio), target.map { $0.figure == "ratio" ? "ratio" : "events" } ?? "",
        ] + BenchTargets.cells(target?.bound, isMet: target?.isMet))
    }
    return table.text
  }
}
