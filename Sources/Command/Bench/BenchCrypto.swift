import Protocols
import Report

/// `chainbed bench crypto`.
struct BenchCrypto: Command {
  static let name = "crypto"
  static let abstract = "Measure the operations that cost profiles price."
  static let discussion = """
    The profile that --write-profile makes lets scenarios predict for this machine. What a benchmark of protocol code \
    alone cannot measure stands in it as assumed.
    """

  @Option("How the result is printed.") var format: OutputFormat = .text
  @Option("Seconds spent on each operation, at most 1.", value: "seconds") var budget: Share = 0.3
  @Option("Write a cost profile of this machine.", value: "file") var writeProfile: String?

  func run() throws -> ExitStatus {
    // A price is processor time: what else runs on the machine does not count.
    let stopwatch = Stopwatch(clock: ProcessorClock.seconds, budgetSeconds: budget.value)
    let crypto = CryptoBenchmark(stopwatch)
    let prices = crypto.prices() + CodecBenchmark(stopwatch).prices()
    if let writeProfile { try AtomicFile.write(Self.profile(prices).yaml, to: writeProfile) }
    let costs = prices + crypto.internals()
    switch format {
    case .text: Console.standard.write(table(costs))
    case .json: Console.standard.print(JSONWriter.text(.array(costs.map(json))))
    }
    return .done
  }

  private static func profile(_ prices: [MeasuredCost]) -> MeasuredProfile {
    let cores = Machine.cores == 1 ? "1 core" : "\(Machine.cores) cores"
    return MeasuredProfile(
      title: "\(Machine.processor), \(cores), compiled code",
      machine: "\(Machine.processor), \(CryptoBenchmark.library)", cores: Machine.cores, costs: prices)
  }

  private func json(_ cost: MeasuredCost) -> JSONValue {
    [
      "name": JSONValue(cost.operation), "seconds": JSONValue(cost.seconds),
      "operations_per_second": JSONValue(1 / cost.seconds), "how": JSONValue(cost.how),
    ]
  }

  private func table(_ costs: [MeasuredCost]) -> String {
    var table = TextTable([.init("operation"), .init("takes", .right), .init("a second", .right), .init("how")])
    for cost in costs {
      table.append([
        cost.operation, NumberFormat.text(cost.seconds, unit: "s"), NumberFormat.text(1 / cost.seconds), cost.how,
      ])
    }
    return table.text
  }
}
