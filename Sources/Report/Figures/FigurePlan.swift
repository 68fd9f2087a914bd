/// A figure worked out: the points that its scales can show, where each stands, and its axes.
struct FigurePlan {
  struct Mark: Equatable {
    /// As given, for the data file.
    var point: Figure.Point
    /// Where it is drawn along x: its x or, for bars, its place.
    var position: Double
  }

  var figure: Figure
  var xAxis: AxisLayout
  var yAxis: AxisLayout
  /// The marks of each series.
  var marks: [[Mark]]
  /// Those that the scale can show, none twice.
  var references: [Figure.Reference]
  /// Points that are not finite, or not positive on a logarithmic scale.
  var hiddenPoints: Int
  /// Width of a bar in units of position.
  var barWidth: Double

  init(_ figure: Figure) throws(FigureError) {
    self.figure = figure
    let canShow = { (value: Double, axis: Figure.Axis) in
      value.isFinite && (axis.scale == .linear || value > 0)
    }
    let shown = figure.series.map { series in
      series.points.filter { canShow($0.x, figure.x) && canShow($0.mean, figure.y) }.sorted { $0.x < $1.x }
    }
    hiddenPoints = zip(figure.series, shown).reduce(0) { $0 + $1.0.points.count - $1.1.count }
    let xs = Set(shown.joined().map(\.x)).sorted()
    guard !xs.isEmpty else { throw .empty(figure: figure.name) }
    references = figure.references.enumerated().filter { number, reference in
      canShow(reference.y, figure.y) && !figure.references[..<number].contains(reference)
    }.map(\.element)
    let ys = shown.joined().flatMap { [$0.mean, $0.low ?? $0.mean, $0.high ?? $0.mean] } + references.map(\.y)
    yAxis = AxisLayout(figure.y, values: ys.filter { canShow($0, figure.y) }, padded: false)
    barWidth = 0.8 / Double(max(figure.series.count, 1))
    switch figure.style {
    case .lines, .points:
      xAxis =
        figure.x.categories.isEmpty
        ? AxisLayout(figure.x, values: xs, marked: xs, padded: true)
        : AxisLayout(categories: figure.x.categories, title: figure.x.label)
      marks = shown.map { points in points.map { Mark(point: $0, position: $0.x) } }
    case .bars:
      xAxis = AxisLayout(categories: FigurePlan.names(of: xs, on: figure.x), title: figure.x.label)
      let width = barWidth
      let middle = Double(figure.series.count - 1) / 2
      marks = shown.enumerated().map { number, points in
        points.map { point in
          let place = figure.x.categories.isEmpty ? Double(xs.firstIndex(of: point.x)!) : point.x
          return Mark(point: point, position: place + (Double(number) - middle) * width)
        }
      }
    }
  }

  /// Labels of bars.
  private static func names(of xs: [Double], on axis: Figure.Axis) -> [String] {
    guard axis.categories.isEmpty else { return axis.categories }
    return xs.map { NumberFormat.text($0, unit: axis.unit, significantDigits: 6, trimmed: true) }
  }
}
