extension HTMLReport {
  /// The page. Parts without content are left out.
  public var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="generator" content="chainbed">
    <title>\(HTML.escaped(title))</title>
    <style>
    \(HTMLStyle.text)</style>
    </head>
    <body>
    <main>
    <header>
    \(HTML.element("h1", title))
    \(question.isEmpty ? "" : HTML.element("p", class: "question", question) + "\n")\(verdictText)</header>
    \(outagesText)\(figuresText)\(comparisonText)\(summaryText)\(parametersText)\(profileText)\(provenanceText)</main>
    </body>
    </html>

    """
  }

  private func section(_ heading: String, _ html: String) -> String {
    "<section>\n\(HTML.element("h2", heading))\n\(html)</section>\n"
  }

  private var verdictText: String {
    var text = ""
    let (given, predicted) = (comparison.rows.filter(\.isGiven), comparison.rows.filter { !$0.isGiven && !$0.isKnown })
    if !predicted.isEmpty {
      text += verdict("published results that were predicted hold", of: predicted.map { ($0.what, $0.holds) })
    }
    if !given.isEmpty {
      text += verdict(
        "published results that follow from inputs, calibration or design hold", of: given.map { ($0.what, $0.holds) })
    }
    for row in comparison.rows where row.isKnown {
      text += HTML.element("p", class: "verdict bad", "\(row.what) differs from the paper: \(row.remark)") + "\n"
    }
    if !findings.isEmpty {
      text += verdict("expectations hold", of: findings.map { (text: $0.text, holds: $0.holds) })
    }
    if !violations.isEmpty { text += list(violations, under: "Violated:", class: "verdict bad") }
    if !notes.isEmpty { text += list(notes, under: "Notes:", class: "verdict note") }
    return text
  }

  /// How many hold, and which do not.
  private func verdict(_ words: String, of checks: [(text: String, holds: Bool)]) -> String {
    let failed = checks.filter { !$0.holds }
    let count = "\(checks.count - failed.count) of \(checks.count) \(words)"
    guard !failed.isEmpty else { return HTML.element("p", class: "verdict good", "\(count).") + "\n" }
    return list(failed.map(\.text), under: "\(count); these do not:", class: "verdict bad")
  }

  private func list(_ lines: [String], under heading: String, class style: String) -> String {
    let items = lines.map { HTML.element("li", $0) }.joined()
    return HTML.wrapped("div", class: style, HTML.element("p", heading) + HTML.wrapped("ul", items)) + "\n"
  }

  private var figuresText: String {
    guard !drawings.isEmpty else { return "" }
    let figures = drawings.enumerated().map { number, drawing in
      let figure = drawing.figure
      let picture =
        drawing.svg.map {
          InlineSVG.text($0, identifier: "figure\(number + 1)", description: figure.title)
        } ?? HTML.element("p", class: "problem", "No picture. \(drawing.problem)")
      let name = HTML.element("b", "Figure \(number + 1).")
      let words = figure.caption.isEmpty ? figure.title : figure.caption
      return "<figure>\n\(picture)\n<figcaption>\(name) \(HTML.escaped(words)) "
        + "\(HTML.element("span", class: "file", "figures/\(figure.name)"))</figcaption>\n</figure>\n"
    }
    return section("Figures", figures.joined())
  }

  private var comparisonText: String {
    guard !comparison.rows.isEmpty else { return "" }
    let headings = ["What", "Published", "Simulated", "Kind", "Holds", "Source"]
    let rows = comparison.rows.map { row in
      [
        HTML.escaped(row.what) + (row.remark.isEmpty ? "" : HTML.element("p", class: "remark", row.remark)),
        HTML.escaped(row.published), HTML.escaped(row.simulated), row.kind.rawValue,
        HTML.element("span", class: row.holds ? "yes" : "no", row.holds(otherwise: "no")), HTML.escaped(row.source),
      ]
    }
    let note =
      "Predicted: no number of the profile was calibrated on it. Calibrated: one was, so that agreement says little. "
      + "From inputs: an input, or a sum of inputs and calibrated parts. "
      + "Shape: a property of a curve. Simulated values are means with the half-width of their 95 % confidence interval."
    let table = HTML.table(
      headings, numeric: headings.map { _ in false }, rows: rows,
      rowClasses: comparison.rows.map { $0.holds ? "" : "failed" })
    return section("Paper versus simulated", table + HTML.element("p", class: "note", note) + "\n")
  }

  private var outagesText: String {
    guard let outages else { return "" }
    let table = outages.table
    let rows = table.rows.map { row in row.map { HTML.escaped(HTMLReport.readable($0)) } }
    let text = HTML.table(
      table.columns.map { HTMLReport.spaced($0.name) }, numeric: table.columns.map { $0.kind != .text }, rows: rows)
    let note =
      "Seconds of packets are the packets over their rate. What is no outage of its own has the packets of its time."
    return section("Outages: \(outages.title)", text + HTML.element("p", class: "note", note) + "\n")
  }

  private static func spaced(_ name: String) -> String { String(name.map { $0 == "_" ? " " : $0 }) }

  private var summaryText: String {
    guard let summary, !summary.rows.isEmpty else { return "" }
    let rows = summary.rows.map { row in row.map { HTML.escaped(HTMLReport.readable($0)) } }
    let table = HTML.table(
      summary.columns.map(\.name), numeric: summary.columns.map { $0.kind != .text }, rows: rows)
    let count = HTML.element("summary", "\(rows.count) means with their 95 % confidence intervals")
    return section("Measurements", HTML.wrapped("details", "\(count)\n\(table)") + "\n")
  }

  /// Whole numbers, and six digits of others: enough for a reader; the files beside the page have all of them.
  private static func readable(_ cell: Cell) -> String {
    switch cell {
    case .text, .integer, .absent: return cell.text
    case .real(let number):
      if let whole = Int64(exactly: number), whole.magnitude < 1_000_000_000_000_000 { return String(whole) }
      guard number.isFinite, (-6...12).contains(Decimal(number).magnitude) else { return cell.text }
      return Decimal(number, significantDigits: 6).text()
    }
  }

  private var parametersText: String {
    guard !parameters.isEmpty else { return "" }
    return section(
      "Parameters",
      HTML.table(
        ["Parameter", "Value"], numeric: [false, false],
        rows: parameters.map { [HTML.element("code", $0.key), HTML.escaped($0.value)] }))
  }

  private var profileText: String {
    guard !profile.isEmpty else { return "" }
    let heading = profileName.isEmpty ? "Cost profile" : "Cost profile \(profileName)"
    return section(
      heading,
      HTML.table(
        ["Number", "Value", "Origin"], numeric: [false, true, false],
        rows: profile.map { [HTML.element("code", $0.name), HTML.escaped($0.value), HTML.escaped($0.origin)] }))
  }

  private var provenanceText: String {
    guard !provenance.entries.isEmpty else { return "" }
    return section("Provenance", HTML.list(provenance.entries.map { ($0.key, $0.value) }))
  }
}
