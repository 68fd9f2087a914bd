import Testing

@testable import Report

struct ShapeFitTests {
  private let x: [Double] = [1, 2, 4, 7, 10]

  @Test("points on a line do not bend")
  func line() throws {
    let shape = try Statistics.shape(x: x, y: x.map { 3 * $0 - 2 })
    #expect(shape.bend.magnitude < 1e-9)
    #expect(shape.line.rSquared > 0.999_999)
  }

  @Test("a parabola from its vertex bends by a quarter of its rise, and leaves the line's residual unexplained")
  func parabola() throws {
    let shape = try Statistics.shape(x: x, y: x.map { ($0 - 1) * ($0 - 1) * 7 })
    #expect((shape.bend - 0.25).magnitude < 1e-9)
    #expect(shape.residualRatio < 1e-9)
  }

  @Test("growth that fades has a negative bend")
  func fading() throws {
    let shape = try Statistics.shape(x: x, y: x.map { $0.squareRoot() })
    #expect(shape.bend < -0.05)
  }

  @Test("noise about a line leaves the parabola little to explain")
  func noise() throws {
    var random = Lehmer(seed: 5)
    let many = (0..<200).map { Double($0) }
    let shape = try Statistics.shape(x: many, y: many.map { $0 + random.normal(mean: 0, deviation: 5) })
    #expect(shape.residualRatio > 0.95)
    #expect(shape.bend.magnitude < 0.05)
  }
}
