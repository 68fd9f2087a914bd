/// Where the parts of a figure stand on the canvas, in pixels. gnuplot's own layout takes text for wider than it is.
struct FigureLayout {
  static let width = 640.0
  static let fontSize = 15.0
  static let titleSize = 16.0
  private static let keyRowHeight = 22.5
  /// Line or box beside a name in the key, with its gaps.
  private static let keySample = 58.0

  private static let titleRowHeight = 21.0

  /// Of the whole canvas: what title and key need beyond a row and two is added, so that the plot keeps its size.
  var height: Double
  /// The title, broken where it would leave the canvas.
  var titleLines: [String]
  var left: Double
  var right: Double
  var top: Double
  let bottom = 62.0
  /// Entries a row of the key.
  var keyColumns: Int
  var keyTop: Double
  /// Widest name in the key, in pixels and in characters.
  var keyNameWidth: Double
  var keyNameLength: Int

  init(_ plan: FigurePlan) {
    let figure = plan.figure
    let widest = plan.yAxis.ticks.map { TextMetrics.width($0.label, size: FigureLayout.fontSize) }.max() ?? 0
    left = (12 + FigureLayout.fontSize + 14 + widest + 12).rounded(.up)
    right = FigureLayout.rightMargin(plan)
    let names = figure.series.count > 1 ? figure.series.map { FigureData.oneLine($0.name) } : []
    keyNameWidth = names.map { TextMetrics.width($0, size: FigureLayout.fontSize) }.max() ?? 0
    keyNameLength = names.map(\.count).max() ?? 0
    // gnuplot takes a fifth more than the names are wide before it makes do with fewer columns.
    let fitting = Int((FigureLayout.width - left - right + 20) / (1.2 * (keyNameWidth + FigureLayout.keySample)))
    keyColumns = min(max(fitting, 1), max(names.count, 1))
    // Five names on rows of three and two rather than four and one.
    let rows = (names.count + keyColumns - 1) / keyColumns
    if rows > 0 { keyColumns = (names.count + rows - 1) / rows }
    titleLines = TextMetrics.lines(
      FigureData.oneLine(figure.title), width: FigureLayout.width - left - 14, size: FigureLayout.titleSize * 1.08)
    keyTop = titleLines.isEmpty ? 10 : 19 + Double(titleLines.count) * FigureLayout.titleRowHeight
    let extraRows = Double(max(0, rows - 2)) * FigureLayout.keyRowHeight
    height = 420 + extraRows + Double(max(0, titleLines.count - 1)) * FigureLayout.titleRowHeight
    top = keyTop + Double(rows) * FigureLayout.keyRowHeight + (rows > 0 ? 14 : 8)
  }

  /// Half of the last label on the x axis may stand beyond it.
  private static func rightMargin(_ plan: FigurePlan) -> Double {
    guard let last = plan.xAxis.ticks.last(where: { !$0.label.isEmpty }) else { return 18 }
    let beyond = TextMetrics.width(last.label, size: fontSize) / 2
    let inside = (1 - plan.xAxis.position(of: last.value)) * (width - 100)
    return max(18, (beyond - inside + 6).rounded(.up))
  }

  var plotWidth: Double { FigureLayout.width - left - right }
  var plotHeight: Double { height - top - bottom }

  /// Middle of a line of the title, from the top.
  func titleMiddle(_ line: Int) -> Double { 22 + Double(line) * FigureLayout.titleRowHeight }

  /// A distance from the left as a share of the canvas.
  func screenX(_ pixels: Double) -> Double { pixels / FigureLayout.width }
  /// A distance from the top as a share of the canvas from the bottom.
  func screenY(_ pixels: Double) -> Double { 1 - pixels / height }
}
