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
  @OptionGroup var targets = BenchTargets()

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
    return targets.status(rows.compactMap(isMet))
  }

  /// Milliseconds a decision that the best published simulator takes, whose messages carry no bytes and no cryptography.
  private func target(_ row: Row) -> BenchmarkTarget? {
    guard row.result.variant == .modelled else { return nil }
    return switch row.result.replicas {
    case 4: .atMost(0.22)
    case 16: .atMost(3.9)
    case 64: .atMost(148)
    case 256: .atMost(40_000)
    default: nil
    }
  }

  private func isMet(_ row: Row) -> Bool? { target(row)?.isMet(by: row.result.millisecondsPerDecision) }

  /// A line a part: wall milliseconds a decision.
  private func showGrowth(_ parts: [Double]) -> ExitStatus {
    // The last costs at most a tenth more than the first.
    let target = parts.first.map { BenchmarkTarget.atMost($0 * 1.1) }
    func isMet(_ part: Int) -> Bool? { part == parts.count - 1 ? target?.isMet(by: parts[part]) : nil }
    switch format {
    case .text:
      var table = TextTable([.init("decisions", .right), .init("ms a decision", .right)] + BenchTargets.headings)
      for (part, milliseconds) in parts.enumerated() {
        table.append(
          [
            "\(part * 1_000 + 1) to \((part + 1) * 1_000)", NumberFormat.text(milliseconds),
          ] + BenchTargets.cells(isMet(part) == nil ? nil : target, isMet: isMet(part)))
      }
      Console.standard.write(table.text)
    case .json:
      let rows = parts.enumerated().map { part, milliseconds -> JSONValue in
        .object(
          [
            .init("decisions", JSONValue((part + 1) * 1_000)),
            .init("milliseconds_per_decision", JSONValue(milliseconds)),
          ] + BenchTargets.members(target, of: "milliseconds_per_decision", isMet: isMet(part)))
      }
      Console.standard.print(JSONWriter.text(.array(rows)))
    }
    return targets.status(parts.indices.compactMap(isMet))
  }

  private func json(_ row: Row) -> JSONValue {
    .object(
      [
        .init("name", JSONValue("pbft-\(row.result.replicas)-\(row.result.variant.rawValue)")),
        .init("replicas", JSONValue(row.result.replicas)), .init("crypto", JSONValue(row.result.variant.rawValue)),
        .init("decisions", JSONValue(row.result.decisions)),
        .init("milliseconds_per_decision", JSONValue(row.result.millisecondsPerDecision)),
        .init("messages_per_decision", JSONValue(row.result.messagesPerDecision)),
        .init("peak_mebibytes", JSONValue(row.peakMebibytes.rounded())),
      ] + BenchTargets.members(target(row), of: "milliseconds_per_decision", isMet: isMet(row)))
  }

  private func table(_ rows: [Row]) -> String {
    var table = TextTable(
      [
        .init("replicas", .right), .init("cryptography"), .init("ms a decision", .right), .init("messages", .right),
        .init("peak memory", .right),
      ] + BenchTargets.headings)
    for row in rows {
      table.append(
        [
          String(row.result.replicas), row.result.variant.rawValue,
          NumberFormat.text(row.result.millisecondsPerDecision),
          NumberFormat.text(row.result.messagesPerDecision, significantDigits: 6, trimmed: true),
          "\(Int(row.peakMebibytes.rounded())) MiB",
        ] + BenchTargets.cells(target(row), isMet: isMet(row)))
    }
    return table.text
  }
}
