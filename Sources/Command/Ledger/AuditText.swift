import Protocols
import Report
import Scenarios

/// What an audit of a ledger prints for people.
struct AuditText {
  let report: AuditReport
  /// Columns of the terminal; nil where there is none.
  let width: Int?

  /// Without a terminal lines are as long as they are.
  private static let unlimited = 1 << 20

  // MARK: With keys

  /// Every transaction of those whose keys were given.
  func history(_ entries: [HistoryEntry]) -> String {
    guard !entries.isEmpty else {
      return "\nNone of its \(Self.count(report.transactions, "transaction")) is of these keys.\n"
    }
    let times = entries.compactMap { $0.timestamp.map(UTCTime.init(milliseconds:)) }
    let day = times.first?.date
    let isOneDay = day != nil && times.allSatisfy { $0.date == day }
    let rows = entries.map { row($0, isOneDay: isOneDay) }
    var text =
      "\nWhat the keys show of it, in the order of the ledger\(isOneDay ? "; times are UTC on \(day!)" : ""):\n\n"
    text += table(rows)
    text += "\n\(entries.count) of its \(Self.count(report.transactions, "transaction")) "
    text += entries.count == 1 ? "is of these keys.\n" : "are of these keys.\n"
    if entries.contains(where: { !$0.isProven }) {
      text += "!: in or after a block in which something is wrong, and so not proven.\n"
    }
    return text
  }

  private func row(_ entry: HistoryEntry, isOneDay: Bool) -> [String] {
    let time = entry.timestamp.map { UTCTime(milliseconds: $0) }
    return [
      "\(entry.height).\(entry.position)\(entry.isProven ? "" : "!")",
      (isOneDay ? time?.time : time?.text) ?? "?", HistoryWords.sender(entry), HistoryWords.recipient(entry),
      HistoryWords.type(entry.type), HistoryWords.what(entry),
    ]
  }

  /// A table where there is room for one, else some lines for each entry.
  private func table(_ rows: [[String]]) -> String {
    let titles = ["block", "time", "from", "to", "type", "what"]
    let taken = titles.indices.dropLast().reduce(0) { sum, column in
      sum + 2 + (rows.map { $0[column].count } + [titles[column].count]).max()!
    }
    let rest = (width ?? Self.unlimited) - taken
    guard rest >= 30 else {
      return rows.map { row in
        let head = "\(row[0])  \(row[1])  \(row[4])  \(row[2]) -> \(row[3])"
        var body = TextTable([.init("", maximumWidth: max((width ?? 80) - 4, 20))])
        body.append([row[5]])
        let lines = body.text.split(separator: "\n").filter { !$0.allSatisfy { $0 == "-" } }
        return head + "\n" + lines.map { "    \($0)\n" }.joined()
      }.joined()
    }
    var table = TextTable(titles.map { .init($0, maximumWidth: $0 == "what" ? rest : Self.unlimited) })
    for row in rows { table.append(row) }
    return table.text
  }

  // MARK: Without keys

  /// What anybody sees.
  func view() -> String {
    let view = report.view
    guard let times = view.times else { return "" }
    let (first, last) = (UTCTime(milliseconds: times.lowerBound), UTCTime(milliseconds: times.upperBound))
    let end = first.date == last.date && first.date != nil ? last.time : last.text
    var text = "\nWhat anybody can read in it, from \(first.text) to \(end) UTC:\n\n"
    var kinds = TextTable([
      .init("type"), .init("contents"), .init("transactions", .right), .init("smallest", .right),
      .init("largest", .right),
    ])
    for kind in view.kinds {
      kinds.append([
        HistoryWords.type(kind.type), kind.isEncrypted ? "encrypted" : "public", "\(kind.count)", "\(kind.smallest) B",
        "\(kind.largest) B",
      ])
    }
    text += kinds.text + "\n" + keys(view)
    return text + sentences(view)
  }

  private static let longestList = 12

  private func keys(_ view: PublicView) -> String {
    var table = TextTable([
      .init("key"), .init("received", .right), .init("sent in public", .right), .init("first"), .init("last"),
    ])
    let busiest = view.pseudonyms.enumerated().sorted {
      let (a, b) = ($0.element.received + $0.element.sent, $1.element.received + $1.element.sent)
      return a == b ? $0.offset < $1.offset : a > b
    }
    for (_, pseudonym) in busiest.prefix(Self.longestList) {
      table.append([
        HistoryWords.short(pseudonym.key), "\(pseudonym.received)", "\(pseudonym.sent)",
        UTCTime(milliseconds: pseudonym.first).text, UTCTime(milliseconds: pseudonym.last).text,
      ])
    }
    let more = busiest.count - Self.longestList
    return table.text + (more > 0 ? "and \(Self.count(more, "key")) more\n" : "")
  }

  private func sentences(_ view: PublicView) -> String {
    let hidden = view.kinds.reduce(0) { $0 + ($1.isEncrypted ? $1.count : 0) }
    var lines: [String] = []
    if hidden > 0 {
      lines.append(
        "Of \(Self.count(hidden, "encrypted transaction")) nobody sees who sent \(hidden == 1 ? "it" : "them") or what is in "
          + "\(hidden == 1 ? "it" : "them"). The key that one is for is a pseudonym: it ties transactions to each other, not to "
          + "anybody.")
      let size = NumberFormat.text(Double(view.searchedBytes), unit: "B", trimmed: true)
      lines.append(
        "Searched for what should not be readable: text, documents, public keys, bytes with a pattern, keys of members, keys "
          + "and nonces that are used twice, in \(Self.count(view.searchedFields, "encrypted field")), \(size). Nothing "
          + "found means that nothing stands there in clear; how well it is encrypted only keys can show.")
    }
    let open = view.kinds.contains { !$0.isEncrypted }
    if open {
      lines.append("Public transactions show their sender's key and all that is in them, as they are meant to.")
    }
    var table = TextTable([.init("", maximumWidth: min(width ?? 100, 100))])
    for line in lines { table.append([line]) }
    return "\n" + table.text.split(separator: "\n").filter { !$0.allSatisfy { $0 == "-" } }.joined(separator: "\n")
      + "\n"
  }

  private static func count(_ number: Int, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }
}
