import Report
import Scenarios

/// `chainbed bench faults`.
struct BenchFaults: Command {
  static let name = "faults"
  static let abstract = "Measure the speed and the memory of runs with faults."
  static let discussion = """
    On one core, with modelled cryptography: cases of 60 simulated seconds with a storm of faults each; longer runs of 4 \
    and of 100 modules with a crash and without; what oracles take of a run; and the memory of a simulated hour. The \
    runs are made in turn, and medians count. Where other programs use the machine, the speed by processor time says what \
    it would be without them.
    """

  @Option("How the result is printed.") var format: OutputFormat = .text
  @Option("How often each measurement is made.", value: "count") var runs: PositiveInteger = 3
  @Option("Do only this share of the work, from 0 to 1.", value: "share") var scale: Share = 1.0
  @OptionGroup var targets = BenchTargets()

  func run() throws -> ExitStatus {
    let benchmark = FaultBenchmark(runs: runs.value, scale: scale.value) {
      FaultBenchmark.Times(wall: WallClock.seconds(), processor: ProcessorClock.seconds())
    } peakMebibytes: {
      defer { PeakMemory.reset() }
      return PeakMemory.mebibytes
    }
    let results = try benchmark.run()
    switch format {
    case .text: Console.standard.write(table(results))
    case .json: Console.standard.print(JSONWriter.text(.array(results.map(json))))
    }
    return targets.status(results.map(\.isMet))
  }

  private func json(_ result: FaultBenchmark.Result) -> JSONValue {
    var row = [
      JSONValue.Member("name", JSONValue(result.name)), .init("value", JSONValue(Self.rounded(result.value))),
      .init("unit", JSONValue(result.unit)),
    ]
    if let speed = result.valueByProcessorTime {
      row.append(.init("value_by_processor_time", JSONValue(Self.rounded(speed))))
    }
    row += BenchTargets.members(result.target, of: "value", isMet: result.isMet)
    row.append(.init("violations", JSONValue(result.violations)))
    return .object(row)
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  private func table(_ results: [FaultBenchmark.Result]) -> String {
    var table = TextTable(
      [.init("benchmark"), .init("result", .right), .init("by processor time", .right)] + BenchTargets.headings)
    for result in results {
      table.append(
        [
          result.name, "\(NumberFormat.text(result.value)) \(result.unit)",
          result.valueByProcessorTime.map { NumberFormat.text($0) } ?? "",
        ] + BenchTargets.cells(result.target, isMet: result.isMet))
    }
    return table.text
  }
}
