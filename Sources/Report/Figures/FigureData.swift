/// The data file of a figure: a block of lines `x mean low high position` a series, two empty lines between blocks.
struct FigureData {
  var plan: FigurePlan

  var text: String {
    let figure = plan.figure
    var text = ""
    if !figure.title.isEmpty { text += "# \(FigureData.oneLine(figure.title))\n" }
    text += figure.provenance.comment
    text +=
      "# x: \(FigureData.oneLine(described(figure.x)))\n# mean, low, high: \(FigureData.oneLine(described(figure.y)))"
    text += "; low and high bound the 95 % confidence interval, ? is absent\n"
    if plan.hiddenPoints > 0 { text += "# values that these scales cannot show, left out: \(plan.hiddenPoints)\n" }
    text += "# x mean low high position\n"
    for (number, marks) in plan.marks.enumerated() {
      text += "\(number > 0 ? "\n\n" : "")# series: \(FigureData.oneLine(figure.series[number].name))\n"
      // An empty block would shift the index of those that follow.
      if marks.isEmpty { text += "? ? ? ? ?\n" }
      for mark in marks {
        let numbers = [mark.point.x, mark.point.mean, bound(mark.point.low), bound(mark.point.high), mark.position]
        text += numbers.map { $0.map { Cell.real($0).text } ?? "?" }.joined(separator: " ") + "\n"
      }
    }
    return text
  }

  private func bound(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }

  private func described(_ axis: Figure.Axis) -> String {
    axis.unit.isEmpty ? axis.label : "\(axis.label) (\(axis.unit))"
  }

  static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }
}
