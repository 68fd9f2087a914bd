import Protocols
import Report
import Scenarios

/// What an audit of a ledger with keys prints for people.
struct HistoryText {
  let entries: [HistoryEntry]
  /// In the ledger.
  let transactions: Int
  /// Columns of the terminal; nil where there is none: then lines are as long as they are.
  let width: Int?

  private static let unlimited = 1 << 20
  /// A column that is narrower than this is no column.
  private static let narrowest = 30

  /// Every transaction of those whose keys were given.
  var text: String {
    let all = CountedThing.words(transactions, "transaction")
    guard !entries.isEmpty else { return "\nNone of its \(all) is of these keys.\n" }
    let times = entries.compactMap { $0.timestamp.map(UTCTime.init(milliseconds:)) }
    let day = times.first?.date.flatMap { day in times.allSatisfy { $0.date == day } ? day : nil }
    let rows = entries.map { row($0, isOneDay: day != nil) }
    let on = day.map { "; times are UTC on \($0)" } ?? ""
    var text = "\nWhat the keys show of it, in the order of the ledger\(on):\n\n\(list(rows))\n"
    text += "\(entries.count) of its \(all) \(entries.count == 1 ? "is" : "are") of these keys.\n"
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
  private func list(_ rows: [[String]]) -> String {
    let titles = ["block", "time", "from", "to", "type", "what"]
    let taken = titles.indices.dropLast().reduce(0) { sum, column in
      sum + 2 + (rows.map { $0[column].count } + [titles[column].count]).max()!
    }
    let rest = (width ?? Self.unlimited) - taken
    guard rest >= Self.narrowest else { return rows.map(lines).joined() }
    var table = TextTable(titles.map { .init($0, maximumWidth: $0 == "what" ? rest : Self.unlimited) })
    for row in rows { table.append(row) }
    return table.text
  }

  private func lines(_ row: [String]) -> String {
    let width = max(width ?? Self.unlimited, Self.narrowest)
    let head = TextWidth.wrap("\(row[0])  \(row[1])  \(row[4])  \(row[2]) -> \(row[3])", width: width)
    let body = TextWidth.wrap(row[5], width: width - 4).map { "    " + $0 }
    return (head + body).map { $0 + "\n" }.joined()
  }
}
