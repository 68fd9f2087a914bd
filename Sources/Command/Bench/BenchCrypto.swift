import Protocols
import Report

/// `chainbed bench crypto`.
struct BenchCrypto: Command {
  static let name = "crypto"
  static let abstract = "Measure the cryptographic operations that cost profiles price."

  @Option("How the result is printed.") var format: OutputFormat = .text
  @Option("Seconds spent on each operation.", value: "seconds") var budget: Share = 0.3

  func run() throws -> ExitStatus {
    let benchmark = CryptoBenchmark(Stopwatch(clock: WallClock.seconds, budgetSeconds: budget.value))
    let costs = benchmark.prices() + benchmark.internals()
    switch format {
    case .text: Console.standard.write(table(costs))
    case .json: Console.standard.print(JSONWriter.text(.array(costs.map(json))))
    }
    return .done
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
        cost.operation, NumberFormat.text(cost.seconds, unit: "s"), NumberFormat.text(1 / cost.seconds, unit: ""),
        cost.how,
      ])
    }
    return table.text
  }
}
