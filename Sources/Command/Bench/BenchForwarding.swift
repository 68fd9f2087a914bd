import Report
import Scenarios

/// `chainbed bench forwarding`.
struct BenchForwarding: Command {
  static let name = "forwarding"
  static let abstract = "Measure packets per second through a service function chain."
  static let discussion = """
    512-byte packets from a client through three service functions at three sites to a server, all hops on one core: \
    with both links between functions encrypted by real AES-256-GCM, with modelled cryptography, and plain.
    """

  @Option("How the result is printed.") var format: OutputFormat = .text
  @Option("How many packets in each of the measured parts.", value: "count") var packets: PositiveInteger = 20_000
  @Option("How many parts; the result is their median.", value: "count") var parts: PositiveInteger = 7
  @OptionGroup var targets = BenchTargets()

  func run() throws -> ExitStatus {
    let benchmark = ForwardingBenchmark { (WallClock.seconds(), ProcessorClock.seconds()) }
    let results = ForwardingBenchmark.Variant.allCases.map {
      benchmark.measure($0, packetsPerPart: packets.value, parts: parts.value)
    }
    switch format {
    case .text: Console.standard.write(table(results))
    case .json: Console.standard.print(JSONWriter.text(.array(results.map(json))))
    }
    return targets.status(results.compactMap(isMet))
  }

  /// Packets a second that are promised; nil: none.
  private func target(_ result: ForwardingBenchmark.Result) -> BenchmarkTarget? {
    switch result.variant {
    case .encrypted: .atLeast(50_000)
    case .modelled: nil
    case .plain: .atLeast(150_000)
    }
  }

  private func isMet(_ result: ForwardingBenchmark.Result) -> Bool? {
    target(result)?.isMet(by: result.packetsPerSecond)
  }

  private func json(_ result: ForwardingBenchmark.Result) -> JSONValue {
    let members: [JSONValue.Member] = [
      .init("name", JSONValue("three-functions-\(result.variant.rawValue)")),
      .init("packets_per_second", JSONValue(result.packetsPerSecond.rounded())),
      .init("slowest", JSONValue(result.slowest.rounded())), .init("fastest", JSONValue(result.fastest.rounded())),
      .init("packets_per_processor_second", JSONValue(result.packetsPerProcessorSecond.rounded())),
      .init("visits_per_packet", JSONValue(result.visitsPerPacket)),
      .init("events_per_packet", JSONValue(result.eventsPerPacket)), .init("packets", JSONValue(result.packets)),
    ]
    return .object(
      members + BenchTargets.members(target(result), of: "packets_per_second", isMet: isMet(result)))
  }

  private func table(_ results: [ForwardingBenchmark.Result]) -> String {
    var table = TextTable(
      [
        .init("links"), .init("packets a second", .right), .init("slowest", .right), .init("fastest", .right),
        .init("by processor time", .right), .init("visits of nodes a packet", .right),
      ] + BenchTargets.headings)
    func text(_ number: Double) -> String { NumberFormat.text(number.rounded(), significantDigits: 4, trimmed: true) }
    for result in results {
      table.append(
        [
          result.variant.rawValue, text(result.packetsPerSecond), text(result.slowest), text(result.fastest),
          text(result.packetsPerProcessorSecond),
          NumberFormat.text(result.visitsPerPacket, significantDigits: 4, trimmed: true),
        ] + BenchTargets.cells(target(result), isMet: isMet(result)))
    }
    return table.text
  }
}
