/// A paper's table of outages, in lost packets and seconds, beside what was simulated.
public struct OutageTable: Sendable {
  /// `enc-sfc table-1`.
  public var title: String
  /// In the order of the paper.
  public private(set) var rows: [Row]

  public init(title: String, _ rows: [Row] = []) {
    self.title = title
    self.rows = rows.sorted { $0.label < $1.label }
  }

  /// `table-1`.
  public var name: String { title.split(separator: " ").last.map(String.init) ?? title }

  /// Those of its rows that are this part of it, or parts of that, under its name; all of it where it is itself a part.
  public func part(_ part: String) -> OutageTable {
    guard !OutageTable.isPart(name, of: part) else { return self }
    return OutageTable(
      title: String(title.dropLast(name.count)) + part,
      rows.filter { OutageTable.isPart("\(name)-\($0.label)", of: part) })
  }

  /// Whether a name is that of a part of a figure or table, or its own: `table-1-1.a-3` of `table-1-1.a` or of `table-1`.
  public static func isPart(_ part: String, of whole: String) -> Bool {
    part == whole || part.hasPrefix(whole + "-") || part.hasPrefix(whole + ".")
  }

  /// One for each title, with the rows of all.
  public static func joined(_ tables: [OutageTable]) -> [OutageTable] {
    tables.reduce(into: []) { joined, table in
      if let place = joined.firstIndex(where: { $0.title == table.title }) {
        joined[place] = OutageTable(title: table.title, joined[place].rows + table.rows)
      } else {
        joined.append(table)
      }
    }
  }

  public struct Row: Sendable {
    /// As the paper numbers it: `1.a-3`.
    public var label: String
    public var what: String
    public var printedPackets: Double?
    public var printedSeconds: Double?
    /// Packets a second.
    public var rate: Double
    /// Lost; of a part, those that fit into its time.
    public var packets: Double?
    /// Whether they were counted, rather than reckoned from a part's time.
    public var isCounted: Bool
    /// By the simulation's clock.
    public var exactSeconds: Double?
    /// How far it can be called a prediction, in a word or two.
    public var kind: String
    /// `yes`, `NO` or `differs`; empty: nothing was expected.
    public var holds: String
    /// Why it differs, or what else is to be said about it; may be empty.
    public var remark: String

    public init(
      label: String, what: String, printedPackets: Double?, printedSeconds: Double?, rate: Double, packets: Double?,
      isCounted: Bool, exactSeconds: Double?, kind: String, holds: String, remark: String = ""
    ) {
      self.label = label
      self.what = what
      self.printedPackets = printedPackets
      self.printedSeconds = printedSeconds
      self.rate = rate
      self.packets = packets
      self.isCounted = isCounted
      self.exactSeconds = exactSeconds
      self.kind = kind
      self.holds = holds
      self.remark = remark
    }

    /// What the printed packets come to: not always what is printed beside them.
    var secondsOfPrintedPackets: Double? { printedPackets.map { $0 / rate } }
    /// As the paper counts: lost packets over their rate.
    var secondsOfPackets: Double? { isCounted ? packets.map { $0 / rate } : nil }
  }

  /// For a terminal, at most 110 cells wide; remarks stand below.
  public var text: String {
    var table = TextTable([
      .init("row"), .init("outage", maximumWidth: 22), .init("packets printed", .right, maximumWidth: 7),
      .init("simulated", .right), .init("seconds printed", .right, maximumWidth: 7),
      .init("of the packets", .right, maximumWidth: 8), .init("simulated", .right), .init("exactly", .right),
      .init("kind"), .init("holds"),
    ])
    for row in rows {
      table.append([
        row.label, row.what, Self.whole(row.printedPackets), Self.whole(row.packets, isCounted: row.isCounted),
        Self.seconds(row.printedSeconds, 1), Self.seconds(row.secondsOfPrintedPackets, 2),
        Self.seconds(row.secondsOfPackets, 2), Self.seconds(row.exactSeconds, 3), row.kind, row.holds,
      ])
    }
    let remarks = rows.filter { !$0.remark.isEmpty }.map { row in
      "\(row.label)\(row.holds == "differs" ? " differs" : ""): \(row.remark)\n"
    }
    return "\(title)\n\n\(table.text)\n\(Self.note)\n\(remarks.joined())"
  }

  static let note =
    "Of the packets: the printed ones over their rate. In brackets: not counted, but the exact time of a part."

  /// Every digit, for programs.
  public var table: Table {
    var table = Table(
      columns: [Column("row", .text), Column("outage", .text)]
        + [
          "packets_printed", "packets_simulated", "seconds_printed", "seconds_of_printed_packets", "seconds_simulated",
          "seconds_exact",
        ].map { Column($0, .real) } + ["kind", "holds", "remark"].map { Column($0, .text) })
    for row in rows {
      let numbers = [
        row.printedPackets, row.packets, row.printedSeconds, row.secondsOfPrintedPackets, row.secondsOfPackets,
        row.exactSeconds,
      ]
      table.append(
        [.text(row.label), .text(row.what)] + numbers.map { $0.map { .real($0) } ?? .absent }
          + [.text(row.kind), .text(row.holds), .text(row.remark)])
    }
    return table
  }

  private static func whole(_ value: Double?, isCounted: Bool = true) -> String {
    guard let value else { return "" }
    let text = NumberFormat.text(value.rounded(), significantDigits: 9, trimmed: true)
    return isCounted ? text : "(\(text))"
  }

  private static func seconds(_ value: Double?, _ places: Int) -> String {
    guard let value else { return "" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let whole = Int64((value * scale).rounded())
    let (units, rest) = whole.quotientAndRemainder(dividingBy: Int64(scale))
    let digits = String(rest)
    return "\(units).\(String(repeating: "0", count: places - digits.count))\(digits)"
  }
}
