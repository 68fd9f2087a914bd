/// Where the label of a reference line covers the least data.
struct ReferenceSpot: Equatable {
  var isRight: Bool
  var isAbove: Bool

  static func best(for reference: Figure.Reference, in plan: FigurePlan, layout: FigureLayout) -> ReferenceSpot {
    let level = plan.yAxis.position(of: reference.y)
    let textWidth = TextMetrics.width(reference.label, size: FigureLayout.fontSize)
    let width = min(1, textWidth / layout.plotWidth + 0.02)
    let height = 1.6 * FigureLayout.fontSize / layout.plotHeight
    let trail = plan.marks.flatMap { samples(along: $0, in: plan) }
    let spots = [(true, true), (false, true), (true, false), (false, false)].map {
      ReferenceSpot(isRight: $0.0, isAbove: $0.1)
    }
    let cost = { (spot: ReferenceSpot) -> Int in
      let left = spot.isRight ? 1 - width : 0
      let bottom = spot.isAbove ? level : level - height
      guard bottom >= -0.01, bottom + height <= 1.05 else { return .max }
      return trail.count { $0.x >= left && $0.x <= left + width && $0.y >= bottom && $0.y <= bottom + height }
    }
    return spots.min { cost($0) < cost($1) } ?? spots[0]
  }

  /// Points along the drawn line or bar tops of a series, in 0...1 of the plot.
  private static func samples(along marks: [FigurePlan.Mark], in plan: FigurePlan) -> [(x: Double, y: Double)] {
    let corners = marks.map { (x: plan.xAxis.position(of: $0.position), y: plan.yAxis.position(of: $0.point.mean)) }
    switch plan.figure.style {
    case .bars:
      return corners.flatMap { corner in stride(from: 0, through: corner.y, by: 0.01).map { (corner.x, $0) } }
    case .points:
      return corners
    case .lines:
      return corners
        + zip(corners, corners.dropFirst()).flatMap { start, end in
          (1..<20).map { step in
            let share = Double(step) / 20
            return (start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
          }
        }
    }
  }
}
