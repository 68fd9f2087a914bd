/// The gnuplot script of a figure: reads the data file beside it and writes SVG to its standard output.
struct FigureScript {
  /// The Okabe-Ito palette, which colour-blind readers tell apart; yellow left out, as it vanishes on white.
  static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
  /// gnuplot's filled square, diamond..., then the hollow ones, so that shapes tell series apart in black and white too.
  static let shapes = [7, 5, 9, 13, 11, 15, 6, 4, 8, 12, 10, 14]

  static let width = 640
  static let height = 420
  static let fontSize = 15

  var plan: FigurePlan

  var text: String {
    let figure = plan.figure
    var lines = [
      "# gnuplot \(figure.name).gnuplot > \(figure.name).svg",
      "set encoding utf8",
      "set terminal svg size \(FigureScript.width),\(FigureScript.height) fixed noenhanced "
        + "font 'Liberation Sans,\(FigureScript.fontSize)' background '#ffffff' name '\(identifier)'",
      "set datafile missing '?'",
      "set border 3 linewidth 1 linecolor '#404040'",
      "set grid xtics ytics back linetype 1 linewidth 0.7 linecolor '#e2e2e2'",
      "set errorbars small",
    ]
    if !figure.title.isEmpty {
      lines.append("set title \(quoted(figure.title)) font 'Liberation Sans:Bold,\(FigureScript.fontSize + 1)'")
    }
    lines += axis("x", plan.xAxis) + axis("y", plan.yAxis) + key + references
    lines.append("plot " + (bars + plots).joined(separator: ", \\\n     "))
    return lines.joined(separator: "\n") + "\n"
  }

  private func axis(_ name: String, _ layout: AxisLayout) -> [String] {
    let ticks = layout.ticks.map { tick in
      "\(quoted(tick.label)) \(number(tick.value))\(tick.isMinor ? " 1" : "")"
    }
    var lines = [
      "set \(name)label \(quoted(layout.title))",
      "set \(name)range [\(number(layout.low)):\(number(layout.high))]",
      "set \(name)tics (\(ticks.joined(separator: ", "))) nomirror textcolor '#202020'",
    ]
    if layout.isLogarithmic { lines.insert("set logscale \(name)", at: 0) }
    return lines
  }

  /// Above the plot, where it covers no data; none for a single series.
  private var key: [String] {
    guard plan.figure.series.count > 1 else { return ["unset key"] }
    return ["set key tmargin left horizontal Left reverse samplen 1.6 width 1 textcolor '#202020'"]
  }

  private var references: [String] {
    plan.figure.references.enumerated().flatMap { number, reference -> [String] in
      let y = self.number(reference.y)
      let spot = ReferenceSpot.best(for: reference, in: plan)
      return [
        "set arrow \(number + 1) from graph 0, first \(y) to graph 1, first \(y) nohead front "
          + "dashtype (8,5) linewidth 1.4 linecolor '#505050'",
        "set label \(number + 1) \(quoted(reference.label)) at graph \(spot.isRight ? "0.99" : "0.01"), first \(y) "
          + "\(spot.isRight ? "right" : "left") offset 0,\(spot.isAbove ? "0.6" : "-0.7") front textcolor '#404040'",
      ]
    }
  }

  private var bars: [String] {
    guard plan.figure.style == .bars else { return [] }
    return plan.marks.indices.map { series in
      "\(data(series)) using 5:2:(\(number(plan.barWidth * 0.92))) with boxes fillstyle solid 0.85 noborder "
        + "linecolor '\(colour(series))' \(title(series))"
    }
  }

  private var plots: [String] {
    let isBars = plan.figure.style == .bars
    let errors = plan.marks.indices.compactMap { series -> String? in
      guard plan.marks[series].contains(where: { $0.point.low != nil && $0.point.high != nil }) else { return nil }
      return "\(data(series)) using 5:2:\(lowColumn):4 with yerrorbars pointsize 0 linewidth \(isBars ? 1.2 : 1) "
        + "linecolor '\(isBars ? "#202020" : colour(series))' notitle"
    }
    switch plan.figure.style {
    case .bars: return errors
    case .lines, .points:
      let style = plan.figure.style == .lines ? "linespoints linewidth 1.8" : "points linewidth 1.4"
      return errors
        + plan.marks.indices.map { series in
          let shape = FigureScript.shapes[series % FigureScript.shapes.count]
          return "\(data(series)) using 5:2 with \(style) pointtype \(shape) pointsize 0.75 "
            + "linecolor '\(colour(series))' \(title(series))"
        }
    }
  }

  /// An interval that reaches down to zero or below ends at the frame of a logarithmic scale.
  private var lowColumn: String {
    plan.yAxis.isLogarithmic ? "($3 > \(number(plan.yAxis.low)) ? $3 : \(number(plan.yAxis.low)))" : "3"
  }

  /// The picture's own title; gnuplot wants it without dashes.
  private var identifier: String { String(plan.figure.name.map { $0 == "-" || $0 == "." ? "_" : $0 }) }

  private func data(_ series: Int) -> String { "'\(plan.figure.name).dat' index \(series)" }

  private func title(_ series: Int) -> String { "title \(quoted(plan.figure.series[series].name))" }

  private func colour(_ series: Int) -> String { FigureScript.colours[series % FigureScript.colours.count] }

  /// Nine digits place a line on a picture, on every machine alike.
  private func number(_ value: Double) -> String { Cell.real(Decimal(value, significantDigits: 9).value).text }

  /// gnuplot substitutes nothing inside single quotes.
  private func quoted(_ text: String) -> String {
    "'" + FigureData.oneLine(text).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
