/// Where the label of a reference line stands: at one end of the line, above or below it.
struct ReferenceSpot: Equatable {
  var isRight: Bool
  var isAbove: Bool

  /// A rectangle in 0...1 of the plot.
  private struct Box {
    var left: Double
    var right: Double
    var bottom: Double
    var top: Double

    func contains(_ x: Double, _ y: Double) -> Bool { x >= left && x <= right && y >= bottom && y <= top }

    func meets(_ other: Box) -> Bool {
      left < other.right && other.left < right && bottom < other.top && other.bottom < top
    }
  }

  /// For each reference the spot that covers the least data, no earlier label and no other reference line.
  static func all(in plan: FigurePlan, layout: FigureLayout) -> [ReferenceSpot] {
    let trail = plan.marks.flatMap { samples(along: $0, in: plan) }
    let levels = plan.references.map { plan.yAxis.position(of: $0.y) }
    var taken: [Box] = []
    return plan.references.enumerated().map { number, reference in
      let candidates = [(true, true), (false, true), (true, false), (false, false)].map { isRight, isAbove in
        let spot = ReferenceSpot(isRight: isRight, isAbove: isAbove)
        let box = spot.box(of: reference.label, at: levels[number], layout)
        var cost = trail.count { box.contains($0.x, $0.y) }
        cost += 50 * levels.indices.count { $0 != number && levels[$0] > box.bottom && levels[$0] < box.top }
        cost += 1_000 * taken.count { $0.meets(box) }
        if box.bottom < -0.01 || box.top > 1.05 { cost += 10_000 }
        return (spot: spot, box: box, cost: cost)
      }
      let best = candidates.min { $0.cost < $1.cost }!
      taken.append(best.box)
      return best.spot
    }
  }

  private func box(of label: String, at level: Double, _ layout: FigureLayout) -> Box {
    let width = min(1, TextMetrics.width(label, size: FigureLayout.fontSize) / layout.plotWidth + 0.02)
    let height = 1.6 * FigureLayout.fontSize / layout.plotHeight
    let left = isRight ? 1 - width : 0
    let bottom = isAbove ? level : level - height
    return Box(left: left, right: left + width, bottom: bottom, top: bottom + height)
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
