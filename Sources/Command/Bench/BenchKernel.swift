import PriorityQueueBaseline
import Report
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

  func run() throws -> ExitStatus {
    let benchmark = KernelBenchmark(
      runs: runs.value, clock: WallClock.seconds, hold: chainbed_priority_queue_hold,
      chain: chainbed_priority_queue_chain)
    let results = benchmark.run(scale: scale.value)
    switch format {
    case .text: Console.standard.write(table(results))
    case .json: Console.standard.print(JSONWriter.text(.array(results.map(json))))
    }
    return .done
  }

  private func json(_ result: KernelBenchmark.Result) -> JSONValue {
    [
      "name": JSONValue(result.name), "events_per_second": JSONValue(result.eventsPerSecond.rounded()),
      "baseline": JSONValue(result.baseline.rounded()),
      "ratio": JSONValue((result.ratio * 1_000).rounded() / 1_000),
    ]
  }

  private func table(_ results: [KernelBenchmark.Result]) -> String {
    var table = TextTable([
      .init("benchmark"), .init("seconds", .right), .init("events", .right), .init("baseline", .right),
      .init("ratio", .right),
    ])
    for result in results {
      table.append([
        result.name, NumberFormat.text(result.seconds, unit: "s"),
        NumberFormat.text(result.eventsPerSecond, unit: "/s"), NumberFormat.text(result.baseline, unit: "/s"),
        NumberFormat.text(result.ratio),
      ])
    }
    return table.text
  }
}
