import Testing

@testable import Report

/// Against the certified values of NIST's reference data sets for linear regression.
struct PolynomialFitTests {
  /// NIST Norris: calibration of ozone monitors, (y, x).
  static let norris: [(Double, Double)] = [
    (0.1, 0.2), (338.8, 337.4), (118.1, 118.2), (888.0, 884.6), (9.2, 10.1), (228.1, 226.5), (668.5, 666.3),
    (998.5, 996.3), (449.1, 448.6), (778.9, 777.0), (559.2, 558.2), (0.3, 0.4), (0.1, 0.6), (778.1, 775.5),
    (668.8, 666.9), (339.3, 338.0), (448.9, 447.5), (10.8, 11.6), (557.7, 556.0), (228.3, 228.1), (998.0, 995.8),
    (888.8, 887.6), (119.6, 120.2), (0.3, 0.3), (0.6, 0.3), (557.6, 556.8), (339.3, 339.1), (888.0, 887.2),
    (998.5, 999.0), (778.9, 779.0), (10.2, 11.1), (117.6, 118.3), (228.9, 229.2), (668.4, 669.1), (449.2, 448.9),
    (0.2, 0.5),
  ]

  /// NIST Pontius: calibration of load cells, y at 150,000, 300,000 ... 3,000,000, twice.
  static let pontius: [Double] = [
    0.11019, 0.21956, 0.32949, 0.43899, 0.54803, 0.65694, 0.76562, 0.87487, 0.98292, 1.09146, 1.20001, 1.30822, 1.41599,
    1.52399, 1.63194, 1.73947, 1.84646, 1.95392, 2.06128, 2.16844, 0.11052, 0.22018, 0.32939, 0.43886, 0.54798, 0.65739,
    0.76596, 0.87474, 0.98300, 1.09150, 1.20004, 1.30818, 1.41613, 1.52408, 1.63159, 1.73965, 1.84696, 1.95445, 2.06177,
    2.16829,
  ]

  private func isNear(_ value: Double, _ certified: Double) -> Bool {
    (value - certified).magnitude <= certified.magnitude * 1e-9
  }

  @Test("the line through Norris' data has the certified coefficients and R squared")
  func line() throws {
    let fit = try Statistics.line(x: Self.norris.map(\.1), y: Self.norris.map(\.0))
    #expect(isNear(fit.coefficients[0], -0.262323073774029))
    #expect(isNear(fit.coefficients[1], 1.00211681802045))
    #expect(isNear(fit.rSquared, 0.999993745883712))
    #expect(isNear(fit.residualSumOfSquares, 26.6173985294224))
  }

  @Test("the parabola through Pontius' data has the certified coefficients and R squared")
  func parabola() throws {
    let x = (0..<40).map { Double($0 % 20 + 1) * 150_000 }
    let fit = try Statistics.parabola(x: x, y: Self.pontius)
    #expect(isNear(fit.coefficients[0], 0.673565789473684e-3))
    #expect(isNear(fit.coefficients[1], 0.732059160401003e-6))
    #expect(isNear(fit.coefficients[2], -0.316081871345029e-14))
    #expect(isNear(fit.rSquared, 0.999999900178537))
  }

  @Test("a fit gives y at any x")
  func value() throws {
    let fit = try Statistics.parabola(x: [0, 1, 2], y: [1, 4, 9])
    #expect((fit.value(at: 5) - 36).magnitude < 1e-9)
  }
}
