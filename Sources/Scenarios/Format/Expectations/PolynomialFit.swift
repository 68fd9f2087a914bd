/// A least-squares line or parabola through a few points.
struct PolynomialFit {
  /// Of x scaled to 0...1, constant term first.
  let coefficients: [Double]
  /// The share of the variance that it explains (R^2); 1 when the values are all equal and met.
  let explained: Double

  /// Nil when the points do not determine it.
  init?(degree: Int, _ xs: [Double], _ ys: [Double]) {
    guard let low = xs.min(), let high = xs.max(), high > low else { return nil }
    guard xs.allSatisfy(\.isFinite), ys.allSatisfy(\.isFinite) else { return nil }
    let unit = xs.map { ($0 - low) / (high - low) }
    let size = degree + 1
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: size + 1), count: size)
    for (x, y) in zip(unit, ys) {
      var powers = [1.0]
      for _ in 1...(2 * degree) { powers.append(powers[powers.count - 1] * x) }
      for row in 0..<size {
        for column in 0..<size { matrix[row][column] += powers[row + column] }
        matrix[row][size] += powers[row] * y
      }
    }
    guard let solved = Self.solve(&matrix) else { return nil }
    coefficients = solved
    let mean = ys.reduce(0, +) / Double(ys.count)
    let total = ys.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let left = zip(unit, ys).reduce(0) { sum, point in
      let error = point.1 - Self.value(solved, point.0)
      return sum + error * error
    }
    explained = total > 0 ? 1 - left / total : 1
  }

  /// From the first to the last x.
  var rise: Double { Self.value(coefficients, 1) - Self.value(coefficients, 0) }

  /// How far a parabola sags below its chord at the middle, as a share of its rise: 0 for a line, 0.25 for a parabola
  /// from its vertex on.
  var bow: Double { coefficients.count < 3 || rise == 0 ? .infinity : coefficients[2] / 4 / rise }

  private static func value(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
  }

  /// Gaussian elimination with partial pivoting.
  private static func solve(_ matrix: inout [[Double]]) -> [Double]? {
    let size = matrix.count
    for column in 0..<size {
      guard let pivot = (column..<size).max(by: { abs(matrix[$0][column]) < abs(matrix[$1][column]) }) else {
        return nil
      }
      matrix.swapAt(column, pivot)
      guard abs(matrix[column][column]) > 1e-12 else { return nil }
      for row in 0..<size where row != column {
        let factor = matrix[row][column] / matrix[column][column]
        for k in column...size { matrix[row][k] -= factor * matrix[column][k] }
      }
    }
    return (0..<size).map { matrix[$0][size] / matrix[$0][$0] }
  }
}
