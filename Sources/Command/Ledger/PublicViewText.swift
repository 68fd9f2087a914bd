import Protocols
import Report
import Scenarios

/// What an audit of a ledger without keys prints for people.
struct PublicViewText {
  let report: AuditReport
  /// Columns of the terminal; nil where there is none.
  let width: Int?

  /// Keys that are listed; the rest is counted.
  private static let longestList = 12
  private static let widestParagraph = 100

  /// What anybody sees.
  var text: String {
    let view = report.view
    guard let times = view.times else { return "" }
    let (first, last) = (UTCTime(milliseconds: times.lowerBound), UTCTime(milliseconds: times.upperBound))
    let end = first.date == last.date && first.date != nil ? last.time : last.text
    let width = min(width ?? Self.widestParagraph, Self.widestParagraph)
    let paragraphs = sentences.flatMap { TextWidth.wrap($0, width: max(width, 20)) }.map { $0 + "\n" }
    return
      "\nWhat anybody can read in it, from \(first.text) to \(end) UTC:\n\n\(types)\n\(keys)\n\(paragraphs.joined())"
  }

  private var types: String {
    var table = TextTable([
      .init("type"), .init("contents"), .init("transactions", .right), .init("smallest", .right),
      .init("largest", .right),
    ])
    for kind in report.view.kinds {
      table.append([
        HistoryWords.type(kind.type), kind.isEncrypted ? "encrypted" : "public", "\(kind.count)", "\(kind.smallest) B",
        "\(kind.largest) B",
      ])
    }
    return table.text
  }

  /// The busiest first.
  private var keys: String {
    var table = TextTable([
      .init("key"), .init("received", .right), .init("signed in public", .right), .init("signed in secret", .right),
      .init("first"), .init("last"),
    ])
    let busiest = report.view.pseudonyms.enumerated().sorted {
      let (a, b) = ($0.element.received + $0.element.sent, $1.element.received + $1.element.sent)
      return a == b ? $0.offset < $1.offset : a > b
    }
    for (_, pseudonym) in busiest.prefix(Self.longestList) {
      table.append([
        HistoryWords.short(pseudonym.key), "\(pseudonym.received)", "\(pseudonym.sent)", "\(pseudonym.betrayed)",
        UTCTime(milliseconds: pseudonym.first).text, UTCTime(milliseconds: pseudonym.last).text,
      ])
    }
    let more = busiest.count - Self.longestList
    return table.text + (more > 0 ? "and \(CountedThing.words(more, "key")) more\n" : "")
  }

  /// What the headers of encrypted transactions give away.
  private func senders(_ hidden: Int) -> String {
    let view = report.view
    let tried = view.triedHeaders < hidden ? " Only the first \(view.triedHeaders) were tried." : ""
    let found =
      view.betrayedSenders == 0
      ? "none of the keys above has signed one of them"
      : "trying the keys above shows which of them has signed \(view.betrayedSenders) of these"
    return "Their senders are encrypted, but their headers are signatures in clear (3.5), which anybody can try "
      + "keys on: \(found).\(tried)"
  }

  private var sentences: [String] {
    let view = report.view
    let hidden = view.kinds.reduce(0) { $0 + ($1.isEncrypted ? $1.count : 0) }
    var sentences: [String] = []
    if hidden > 0 {
      sentences.append(
        "What is in \(CountedThing.words(hidden, "encrypted transaction")), nobody sees without keys. A key is a "
          + "pseudonym: it ties transactions to each other, not to anybody.")
      sentences.append(senders(hidden))
      let fields = CountedThing.words(view.searchedFields, "encrypted field")
      let size = NumberFormat.text(Double(view.searchedBytes), unit: "B", trimmed: true)
      let found =
        view.exposures == 0
        ? "Nothing was found: none of this stands there in clear. How well it is encrypted only keys can show."
        : "\(view.exposures) found, as told above."
      sentences.append(
        "Looked for what should not be readable in \(fields), \(size): text, documents, public keys, bytes with a pattern, "
          + "keys of members, keys and nonces that are used twice. \(found)")
    }
    if view.kinds.contains(where: { !$0.isEncrypted }) {
      sentences.append("Public transactions show their sender's key and all that is in them, as they are meant to.")
    }
    if report.mode == .modelled {
      sentences.append(
        "The cryptography is modelled: this holds within the simulation. With 'crypto: real' it holds for everybody.")
    }
    return sentences
  }
}
