import Report

/// `chainbed bench kernel`.
struct BenchKernel: Command {
  static let name = "kernel"
  static let abstract = "Measure events per second against a C++ std::priority_queue."
  static let discussion = """
    The hold model with 1, 1,000 and 100,000 pending events, and a million packets through ten links of 1 Gbit/s. \
    The baseline does the same work on std::priority_queue, in turn with ours; medians of the repetitions count.
    """

  @Option("How the result is printed.") var format: OutputFormat = .text
  @Option("How often each measurement is made.", value: "count") var repetitions: PositiveInteger = 5
  @Option("Operations of the hold model; a quarter as many packets.", value: "count") var events: PositiveInteger =
    4_000_000

  func run() throws -> ExitStatus {
    let operations = Int64(events.value)
    var rows: [KernelComparison] = []
    for pending: Int64 in [1, 1_000, 100_000] {
      rows.append(
        KernelComparison(
          name: "hold-\(pending)", repetitions: repetitions.value,
          ours: { HoldModel.run(pending: pending, operations: operations) },
          baseline: { HoldModel.runBaseline(pending: pending, operations: operations) }))
    }
    let packets = max(1, operations / 4)
    rows.append(
      KernelComparison(
        name: "packet-chain-10-hops", repetitions: repetitions.value, ours: { PacketChain.run(packets: packets) },
        baseline: { PacketChain.runBaseline(packets: packets) }))
    switch format {
    case .text: Console.standard.write(KernelComparison.table(rows))
    case .json: Console.standard.print(JSONWriter.text(.array(rows.map(\.json))))
    }
    return .done
  }
}
