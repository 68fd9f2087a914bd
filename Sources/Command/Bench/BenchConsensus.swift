import Report
import Scenarios

/// `chainbed bench consensus`.
struct BenchConsensus: Command {
  static let name = "consensus"
  static let abstract = "Measure wall time and memory per PBFT decision."
  static let discussion = """
    One request a block over links of 250 ms +- 50 ms, with real message bytes: with modelled cryptography, with real \
    Ed25519, and modelled without remembering what was verified before.
    """

  @Option("How the result is printed.") var format: OutputFormat = .text
  @Option("How many replicas; may be repeated. Without it: 4, 16, 64 and 256.", value: "count") var replicas:
    [PositiveInteger]
  @Flag("Instead: ten parts of 1,000 decisions each by 4 replicas, to see whether the cost grows.") var growth: Bool

  private struct Row {
    var result: ConsensusBenchmark.Result
    var peakMebibytes: Double
  }

  func run() throws -> ExitStatus {
    let benchmark = ConsensusBenchmark(clock: WallClock.seconds)
    if growth, !replicas.isEmpty {
      throw CommandFailure("--growth is about 4 replicas: leave out --replicas", status: .usage)
    }
    guard !growth else { return showGrowth(benchmark.growth(4, decisionsPerPart: 1_000, parts: 10)) }
    let sizes = replicas.isEmpty ? [4, 16, 64, 256] : replicas.map(\.value)
    if let size = sizes.first(where: { $0 < 2 || $0 > 1_024 }) {
      throw CommandFailure("--replicas \(size): a consensus has 2 to 1,024 replicas here", status: .usage)
    }
    var rows: [Row] = []
    for size in sizes {
      for variant in ConsensusBenchmark.Variant.allCases {
        PeakMemory.reset()
        let result = benchmark.measure(size, variant, decisionsPerPart: max(2, 6_400 / (size * size)), parts: 3)
        rows.append(Row(result: result, peakMebibytes: PeakMemory.mebibytes))
      }
    }
    switch format {
    case .text: Console.standard.write(table(rows))
    case .json: Console.standard.print(JSONWriter.text(.array(rows.map(json))))
    }
    return .done
  }

  /// A line a part: wall milliseconds a decision.
  private func showGrowth(_ parts: [Double]) -> ExitStatus {
    switch format {
    case .text:
      var table = TextTable([.init("decisions", .right), .init("a decision", .right)])
      for (part, milliseconds) in parts.enumerated() {
        table.append([
          "\(part * 1_000 + 1) to \((part + 1) * 1_000)", NumberFormat.text(milliseconds / 1_000, unit: "s"),
        ])
      }
      Console.standard.write(table.text)
    case .json:
      let rows = parts.enumerated().map { part, milliseconds -> JSONValue in
        ["decisions": JSONValue((part + 1) * 1_000), "milliseconds_per_decision": JSONValue(milliseconds)]
      }
      Console.standard.print(JSONWriter.text(.array(rows)))
    }
    return .done
  }

  private func json(_ row: Row) -> JSONValue {
    [
      "name": "pbft-\(row.result.replicas)-\(row.result.variant.rawValue)",
      "replicas": JSONValue(row.result.replicas), "crypto": JSONValue(row.result.variant.rawValue),
      "decisions": JSONValue(row.result.decisions),
      "milliseconds_per_decision": JSONValue(row.result.millisecondsPerDecision),
      "messages_per_decision": JSONValue(row.result.messagesPerDecision),
      "peak_mebibytes": JSONValue(row.peakMebibytes.rounded()),
    ]
  }

  private func table(_ rows: [Row]) -> String {
    var table = TextTable([
      .init("replicas", .right), .init("cryptography"), .init("a decision", .right), .init("messages", .right),
      .init("peak memory", .right),
    ])
    for row in rows {
      table.append([
        String(row.result.replicas), row.result.variant.rawValue,
        NumberFormat.text(row.result.millisecondsPerDecision / 1_000, unit: "s"),
        NumberFormat.text(row.result.messagesPerDecision, significantDigits: 6, trimmed: true),
        "\(Int(row.peakMebibytes.rounded())) MiB",
      ])
    }
    return table.text
  }
}
