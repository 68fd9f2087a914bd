import CGSL

/// Sample statistics, from the GNU Scientific Library. Nothing here aborts: what does not exist is an error value.
public enum Statistics {
  /// GSL's default handler ends the process; without it, its functions return a status.
  private static let handlerOff: Void = { _ = gsl_set_error_handler_off() }()

  /// Arithmetic mean. Compensated summation in `Double`, so that its bits are the same on every machine.
  public static func mean(_ sample: [Double]) throws(StatisticsError) -> Double {
    try check(sample, atLeast: 1)
    return sum(sample) / Double(sample.count)
  }

  /// Mean with its Student-t confidence interval: mean ± t(n-1, (1+level)/2) · s / √n, where s is the sample standard
  /// deviation with n-1. A single value has no interval.
  ///
  /// - Precondition: `level` is between 0 and 1.
  public static func interval(_ sample: [Double], level: Double = 0.95) throws(StatisticsError) -> ConfidenceInterval {
    let mean = try mean(sample)
    guard sample.count > 1 else { return ConfidenceInterval(mean: mean, halfWidth: nil, n: 1) }
    let n = Double(sample.count)
    let variance = sum(sample.map { ($0 - mean) * ($0 - mean) }) / (n - 1)
    let halfWidth = studentQuantile(degrees: sample.count - 1, level: level) * (variance / n).squareRoot()
    return ConfidenceInterval(mean: mean, halfWidth: halfWidth, n: sample.count)
  }

  /// Two-sided quantile of Student's t, rounded to ten significant digits: GSL gets it through the C library's
  /// logarithms, whose last bits differ between processors, and results must not.
  ///
  /// - Precondition: `level` is between 0 and 1, `degrees` at least 1.
  public static func studentQuantile(degrees: Int, level: Double = 0.95) -> Double {
    precondition(level > 0 && level < 1, "a confidence level is between 0 and 1, not \(level)")
    precondition(degrees >= 1, "Student's t needs a degree of freedom, not \(degrees)")
    _ = handlerOff
    let exact = gsl_cdf_tdist_Pinv((1 + level) / 2, Double(degrees))
    return Decimal(exact, significantDigits: 10).value
  }

  /// Median: the middle value, or the mean of the two middle ones.
  public static func median(_ sample: [Double]) throws(StatisticsError) -> Double {
    try check(sample, atLeast: 1)
    return gsl_stats_median_from_sorted_data(sample.sorted(), 1, sample.count)
  }

  /// Pearson's correlation coefficient, in -1...1.
  public static func correlation(x: [Double], y: [Double]) throws(StatisticsError) -> Double {
    try check(x, y, atLeast: 2)
    let isFlat = { (values: [Double]) in values.allSatisfy { $0 == values[0] } }
    guard !isFlat(x), !isFlat(y) else { throw .constant }
    return gsl_stats_correlation(x, 1, y, 1, x.count)
  }

  /// The least-squares line; needs two points with different x.
  public static func line(x: [Double], y: [Double]) throws(StatisticsError) -> PolynomialFit {
    try fit(x: x, y: y, degree: 1)
  }

  /// The least-squares parabola; needs three points with different x.
  public static func parabola(x: [Double], y: [Double]) throws(StatisticsError) -> PolynomialFit {
    try fit(x: x, y: y, degree: 2)
  }

  /// Line and parabola together, and how far the points bend; needs three points with different x.
  public static func shape(x: [Double], y: [Double]) throws(StatisticsError) -> ShapeFit {
    let parabola = try parabola(x: x, y: y)
    let line = try line(x: x, y: y)
    let (low, high) = (x.min()!, x.max()!)
    let rise = parabola.value(at: high) - parabola.value(at: low)
    let sag = parabola.coefficients[2] * (high - low) * (high - low) / 4
    return ShapeFit(line: line, parabola: parabola, bend: sag == 0 ? 0 : sag / rise)
  }

  private static func fit(x: [Double], y: [Double], degree: Int) throws(StatisticsError) -> PolynomialFit {
    try check(x, y, atLeast: degree + 1)
    guard Set(x).count > degree else { throw .constant }
    let terms = degree + 1
    // Centred and scaled x keeps the parabola's matrix well conditioned whatever the unit of x.
    let centre = sum(x) / Double(x.count)
    let scale = x.map { ($0 - centre).magnitude }.max()!
    _ = handlerOff
    let matrix = gsl_matrix_alloc(x.count, terms)!
    let target = gsl_vector_alloc(x.count)!
    let solution = gsl_vector_alloc(terms)!
    let covariance = gsl_matrix_alloc(terms, terms)!
    let workspace = gsl_multifit_linear_alloc(x.count, terms)!
    defer {
      gsl_matrix_free(matrix)
      gsl_vector_free(target)
      gsl_vector_free(solution)
      gsl_matrix_free(covariance)
      gsl_multifit_linear_free(workspace)
    }
    for row in x.indices {
      var power = 1.0
      for column in 0..<terms {
        gsl_matrix_set(matrix, row, column, power)
        power *= (x[row] - centre) / scale
      }
      gsl_vector_set(target, row, y[row])
    }
    var residual = 0.0
    let status = gsl_multifit_linear(matrix, target, solution, covariance, &residual, workspace)
    guard status == 0 else { throw .numerical(String(cString: gsl_strerror(status))) }
    let scaled = (0..<terms).map { gsl_vector_get(solution, $0) }
    let total = gsl_stats_tss(y, 1, y.count)
    return PolynomialFit(
      coefficients: uncentred(scaled, centre: centre, scale: scale),
      residualSumOfSquares: residual,
      rSquared: total > 0 ? 1 - residual / total : 1)
  }

  /// Coefficients in x from those in (x - centre) / scale, for up to three terms.
  private static func uncentred(_ scaled: [Double], centre: Double, scale: Double) -> [Double] {
    let slope = scaled[1] / scale
    guard scaled.count == 3 else { return [scaled[0] - slope * centre, slope] }
    let square = scaled[2] / (scale * scale)
    return [scaled[0] - slope * centre + square * centre * centre, slope - 2 * square * centre, square]
  }

  /// Neumaier's compensated sum.
  private static func sum(_ values: [Double]) -> Double {
    var total = 0.0
    var compensation = 0.0
    for value in values {
      let next = total + value
      compensation += total.magnitude >= value.magnitude ? (total - next) + value : (value - next) + total
      total = next
    }
    return total + compensation
  }

  private static func check(_ sample: [Double], atLeast needed: Int) throws(StatisticsError) {
    guard sample.count >= needed else { throw .tooFew(needed: needed, got: sample.count) }
    if let position = sample.firstIndex(where: { !$0.isFinite }) { throw .notFinite(position: position) }
  }

  private static func check(_ x: [Double], _ y: [Double], atLeast needed: Int) throws(StatisticsError) {
    guard x.count == y.count else { throw .unequalLengths(x: x.count, y: y.count) }
    try check(x, atLeast: needed)
    try check(y, atLeast: needed)
  }
}
