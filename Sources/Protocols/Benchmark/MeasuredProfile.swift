/// A cost profile of this machine as text: what was measured, and reasoned guesses for the rest.
/// The format is that of scenarios/profiles/.
public struct MeasuredProfile {
  public var title: String
  /// Where and by what it was measured; ends the note of every measured number.
  public var machine: String
  public var cores: Int
  /// By the names of prices; others are left out. `disk.seek` and `disk.sync` are the disk's.
  public var costs: [MeasuredCost]

  public init(title: String, machine: String, cores: Int, costs: [MeasuredCost]) {
    self.title = title
    self.machine = machine
    self.cores = cores
    self.costs = costs
  }

  public var yaml: String {
    var lines = ["title: \(quoted(title))", "cores: \(number(String(cores), "measured", machine))"]
    lines += ["prices:  # processor time of one operation"]
    lines += priceNames.compactMap { name in entry(name, key: name) }
    lines += ["disk:", "  sector: " + number("4 kB", "assumed", "the page of Linux and the sector of most drives")]
    lines += [entry("disk.seek", key: "seek")].compactMap { $0 }
    lines += ["  transfer-rate: " + number("1 GB/s", "assumed", "a solid-state drive on NVMe, sustained")]
    lines += [entry("disk.sync", key: "sync")].compactMap { $0 }
    lines += ["  cache: " + number("1 GB", "assumed", "part of the memory that the system leaves to the page cache")]
    return lines.joined(separator: "\n") + "\n"
  }

  private var priceNames: [String] {
    SignatureSuite.allCases.flatMap { suite in
      Meter.Operation.allCases.filter(\.isOfSuite).map { "\(suite.rawValue).\($0.name)" }
    } + Meter.Operation.allCases.filter { !$0.isOfSuite }.map(\.name)
  }

  /// Guesses for what a benchmark of protocol code alone cannot measure.
  private static let assumed: [MeasuredCost] = [
    MeasuredCost(operation: "codec-byte", seconds: 0.5e-9, how: "a copy, a bounds check and some fields per kB"),
    MeasuredCost(operation: "message", seconds: 10e-6, how: "a system call, a wake-up and a TLS record"),
    MeasuredCost(operation: "message-byte", seconds: 1e-9, how: "AES-GCM and two copies through the kernel"),
    MeasuredCost(operation: "transaction", seconds: 2e-6, how: "some table look-ups and allocations in compiled code"),
    MeasuredCost(operation: "index", seconds: 0.5e-6, how: "an insertion in a hash table in memory"),
    MeasuredCost(operation: "rsa-2048-pss.generate-key", seconds: 0.1, how: "a search for two primes of 1,024 bits"),
    MeasuredCost(operation: "rsa-3072-pss.generate-key", seconds: 0.4, how: "a search for two primes of 1,536 bits"),
    MeasuredCost(operation: "query", seconds: 2e-6, how: "a table of questions under way and some allocations"),
    MeasuredCost(operation: "disk.seek", seconds: 80e-6, how: "a random read of a solid-state drive on NVMe"),
    MeasuredCost(operation: "disk.sync", seconds: 1e-3, how: "a flush of a solid-state drive's write cache"),
  ]

  private func entry(_ name: String, key: String) -> String? {
    if let cost = costs.first(where: { $0.operation == name }) {
      return "  \(key): \(number(MeasuredProfile.written(cost.seconds), "measured", "\(cost.how); \(machine)"))"
    }
    guard let cost = MeasuredProfile.assumed.first(where: { $0.operation == name }) else { return nil }
    return "  \(key): \(number(MeasuredProfile.written(cost.seconds), "assumed", cost.how))"
  }

  private func number(_ value: String, _ origin: String, _ note: String) -> String {
    "{value: \(value), origin: \(origin), note: \(quoted(note))}"
  }

  /// A double-quoted YAML scalar; control characters become spaces.
  private func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: " "
      case _: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }

  /// A time with its unit and three digits, at least a picosecond: `4.1 ms`, `0.18 ns`.
  static func written(_ seconds: Double) -> String {
    let units = [("s", 1e12), ("ms", 1e9), ("us", 1e6), ("ns", 1e3)]
    var picoseconds = max(1, (seconds * 1e12).rounded())
    // Three digits: round to the place that leaves them.
    var place = 1.0
    while picoseconds / place >= 999.5 { place *= 10 }
    picoseconds = (picoseconds / place).rounded() * place
    let unit = units.first { picoseconds >= $0.1 } ?? units[3]
    let (whole, rest) = Int64(picoseconds).quotientAndRemainder(dividingBy: Int64(unit.1))
    var digits = String(Int64(unit.1) + rest).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return digits.isEmpty ? "\(whole) \(unit.0)" : "\(whole).\(digits) \(unit.0)"
  }
}
