/// The gnuplot script of a figure: reads the data file beside it and writes SVG to its standard output.
struct FigureScript {
  /// The Okabe-Ito palette, which colour-blind readers tell apart; yellow left out, as it vanishes on white.
  static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
  /// gnuplot's shapes, filled and hollow by turns: where two values coincide, both can be seen, in black and white too.
  static let shapes = [7, 4, 9, 12, 11, 6, 5, 8, 13, 10]

  var plan: FigurePlan
  var layout: FigureLayout

  init(plan: FigurePlan) {
    self.plan = plan
    layout = FigureLayout(plan)
  }

  var text: String {
    let name = plan.figure.name
    var lines = [
      "# gnuplot \(name).gnuplot > \(name).svg",
      "set encoding utf8",
      "set terminal svg size \(Int(FigureLayout.width)),\(Int(layout.height)) fixed enhanced "
        + "font 'Liberation Sans,\(Int(FigureLayout.fontSize))' background '#ffffff' name '\(identifier)'",
      "set datafile missing '?'",
      "set lmargin at screen \(number(layout.screenX(layout.left)))",
      "set rmargin at screen \(number(layout.screenX(FigureLayout.width - layout.right)))",
      "set tmargin at screen \(number(layout.screenY(layout.top)))",
      "set bmargin at screen \(number(layout.bottom / layout.height))",
      "set border 3 linewidth 1 linecolor '#404040'",
      "set style textbox opaque noborder fillcolor '#ffffff' margins 0.3,0.3",
      "set tics out scale 0.6,0.3",
      "set grid \(isBars ? "" : "xtics ")ytics back linetype 1 linewidth 0.7 linecolor '#e2e2e2'",
    ]
    lines += axis("x", plan.xAxis) + axis("y", plan.yAxis) + titles + key + references
    lines.append("plot " + plots.joined(separator: ", \\\n     "))
    return lines.joined(separator: "\n") + "\n"
  }

  private var isBars: Bool {
    switch plan.figure.style {
    case .bars: true
    case .lines, .points: false
    }
  }

  private func axis(_ name: String, _ axis: AxisLayout) -> [String] {
    let ticks = axis.ticks.map { tick in
      "\(quoted(tick.label)) \(number(tick.value))\(tick.isMinor ? " 1" : "")"
    }
    var lines = [
      "set \(name)range [\(number(axis.low)):\(number(axis.high))]",
      "set \(name)tics (\(ticks.joined(separator: ", "))) nomirror noenhanced textcolor '#202020'"
        + (name == "y" ? "" : isBars ? " scale 0" : " offset 0,0.3"),
    ]
    if axis.isLogarithmic { lines.insert("set logscale \(name)", at: 0) }
    return lines
  }

  /// The figure's title and those of its axes, as labels: a title of gnuplot's would stand below the key.
  private var titles: [String] {
    let left = number(layout.screenX(layout.left))
    let middle = number(layout.screenX(layout.left + layout.plotWidth / 2))
    let centre = number(layout.screenY(layout.top + layout.plotHeight / 2))
    let beside = number(layout.screenX(12 + FigureLayout.fontSize / 2))
    let below = number(layout.screenY(layout.height - 14))
    let size = Int(FigureLayout.titleSize)
    let title = layout.titleLines.enumerated().map { row, line in
      "set label \(row + 3) \(quoted("{/:Bold=\(size) \(enhanced(line))}")) at screen \(left), "
        + "screen \(number(layout.screenY(layout.titleMiddle(row)))) left"
    }
    return [
      "set label 1 \(quoted(plan.xAxis.title)) at screen \(middle), screen \(below) center noenhanced",
      "set label 2 \(quoted(plan.yAxis.title)) at screen \(beside), screen \(centre) center rotate by 90 noenhanced",
    ] + title
  }

  /// Between title and plot, where it covers no data; none for a single series.
  private var key: [String] {
    guard plan.figure.series.count > 1 else { return ["unset key"] }
    let place =
      "at screen \(number(layout.screenX(layout.left - 8))), "
      + "screen \(number(layout.screenY(layout.keyTop)))"
    // gnuplot reckons 0.6 of the font size a character.
    let correction = layout.keyNameWidth / (0.6 * FigureLayout.fontSize) - Double(layout.keyNameLength) + 1
    return [
      "set key \(place) left top horizontal Left reverse noenhanced maxcols \(layout.keyColumns) samplen 1.6 "
        + "width \(Decimal(correction, significantDigits: 3).text()) textcolor '#202020'"
    ]
  }

  private var references: [String] {
    let spots = ReferenceSpot.all(in: plan, layout: layout)
    return plan.references.enumerated().flatMap { position, reference -> [String] in
      let y = number(reference.y)
      let spot = spots[position]
      let label = position + layout.titleLines.count + 3
      let side = spot.isRight ? "at graph 0.99, first \(y) right" : "at graph 0.01, first \(y) left"
      return [
        "set arrow \(position + 1) from graph 0, first \(y) to graph 1, first \(y) nohead front "
          + "dashtype (8,5) linewidth 1.4 linecolor '#505050'",
        "set label \(label) \(quoted(reference.label)) \(side) offset 0,\(spot.isAbove ? "0.6" : "-0.6") front boxed "
          + "noenhanced textcolor '#404040'",
      ]
    }
  }

  private var plots: [String] {
    let values = plan.marks.indices.map { series -> String in
      switch plan.figure.style {
      case .lines: "\(data(series)) using 5:2 with linespoints linewidth 1.8 \(point(series)) \(title(series))"
      case .points: "\(data(series)) using 5:2 with points linewidth 1.8 \(point(series)) \(title(series))"
      case .bars:
        "\(data(series)) using 5:2:(\(number(plan.barWidth * 0.92))) with boxes fillstyle solid 0.85 noborder "
          + "linecolor '\(colour(series))' \(title(series))"
      }
    }
    let intervals = plan.marks.indices.compactMap { series -> String? in
      guard plan.marks[series].contains(where: { $0.point.low != nil && $0.point.high != nil }) else { return nil }
      return "\(data(series)) using 5:\(lowColumn):(0):($4-\(lowColumn)) with vectors "
        + "heads size screen 0.0065,90 linewidth 1.2 linecolor '\(isBars ? "#202020" : colour(series))' notitle"
    }
    return isBars ? values + intervals : intervals + values
  }

  /// An interval that reaches down to zero or below ends at the frame of a logarithmic scale.
  private var lowColumn: String {
    plan.yAxis.isLogarithmic ? "($3 > \(number(plan.yAxis.low)) ? $3 : \(number(plan.yAxis.low)))" : "($3)"
  }

  private func point(_ series: Int) -> String {
    let shape = FigureScript.shapes[series % FigureScript.shapes.count]
    return "pointtype \(shape) pointsize 0.65 linecolor '\(colour(series))'"
  }

  private func data(_ series: Int) -> String { "'\(plan.figure.name).dat' index \(series)" }

  private func title(_ series: Int) -> String { "title \(quoted(plan.figure.series[series].name))" }

  private func colour(_ series: Int) -> String { FigureScript.colours[series % FigureScript.colours.count] }

  /// The picture's own title; gnuplot wants it without dashes.
  private var identifier: String { String(plan.figure.name.map { $0 == "-" || $0 == "." ? "_" : $0 }) }

  /// Nine digits place a line on a picture, on every machine alike.
  private func number(_ value: Double) -> String { Cell.real(Decimal(value, significantDigits: 9).value).text }

  /// gnuplot substitutes nothing inside single quotes.
  private func quoted(_ text: String) -> String {
    "'" + FigureData.oneLine(text).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// Text whose marks of gnuplot's enhanced mode show as they are.
  private func enhanced(_ text: String) -> String {
    text.map { "\\{}^_@&~".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
