import Testing

@testable import Scenarios

@Suite("Expectations are judged")
struct JudgeTests {
  static let metric = Metric(name: "write-rate", unit: .perSecond, meaning: "")

  static func axis(_ key: String, _ values: [Double]) -> Axis {
    Axis(
      key: key, unit: "1",
      values: values.map { AxisValue(text: String(Int($0)), number: $0, value: .whole(Int64($0))) })
  }

  /// One axis `n`, a mean at each value.
  static func judge(_ xs: [Double], _ ys: [Double], width: Double = 0) -> Judge {
    let points = zip(xs.indices, ys).map { index, y in
      MeasuredPoint(
        coordinates: [index], estimates: ["write-rate": Estimate(mean: y, low: y - width, high: y + width)])
    }
    return Judge(axes: [axis("n", xs)], points: points)
  }

  static func expect(_ test: Expectation.Test, at: [Coordinate] = []) -> Expectation {
    Expectation(metric: metric, at: at, test: test, subject: "", claim: "", source: nil, place: Place(.file("s")))
  }

  @Test(
    "bounds hold or fail on the mean",
    arguments: [
      (.atLeast(150), true), (.atLeast(150.1), false), (.atMost(150), true), (.atMost(149), false),
      (.above(150), false),
      (.above(149), true), (.below(150), false), (.below(151), true), (.between(100, 150), true),
      (.between(100, 149), false), (.between(151, 200), false), (.equals(160, tolerance: 0.07), true),
      (.equals(160, tolerance: 0.06), false), (.equals(0, tolerance: 10), false), (.equals(150, tolerance: 0), true),
    ] as [(Expectation.Bound, Bool)])
  func bounds(bound: Expectation.Bound, holds: Bool) {
    let verdict = Self.judge([1], [150]).verdict(on: Self.expect(.bound(bound)))
    #expect(verdict.holds == holds)
    #expect(verdict.measured == "150 /s at n = 1")
  }

  @Test("the point nearest to failing is shown")
  func showsWorstPoint() {
    let verdict = Self.judge([1, 2, 3], [180, 162, 200]).verdict(on: Self.expect(.bound(.atLeast(150))))
    #expect(verdict == Verdict(outcome: .holds, measured: "162 /s at n = 2", deviation: "8 % above the bound"))
    let failed = Self.judge([1, 2, 3], [180, 120, 140]).verdict(on: Self.expect(.bound(.atLeast(150))))
    #expect(failed == Verdict(outcome: .fails, measured: "120 /s at n = 2", deviation: "20 % below the bound"))
  }

  @Test("of two bounds the nearer is named")
  func namesBound() {
    func deviation(_ mean: Double) -> String {
      Self.judge([1], [mean]).verdict(on: Self.expect(.bound(.between(100, 200)))).deviation
    }
    #expect(deviation(110) == "10 % above the lower bound")
    #expect(deviation(180) == "10 % below the upper bound")
    #expect(deviation(90) == "10 % below the lower bound")
    #expect(deviation(220) == "10 % above the upper bound")
    #expect(deviation(200) == "at the upper bound")
  }

  @Test("`at` picks the points")
  func picksPoints() {
    let expectation = Self.expect(.bound(.atLeast(150)), at: [Coordinate(axis: 0, value: 2)])
    #expect(Self.judge([1, 2, 3], [1, 1, 200]).verdict(on: expectation).holds)
  }

  @Test("beside a printed value stands how far the mean is from it, and not from a bound")
  func deviation() {
    let verdict = Self.judge([1], [150]).verdict(on: Self.expect(.bound(.equals(160, tolerance: 0.07))))
    #expect(verdict.deviation == "6.25 % below")
  }

  @Test("what is known to differ must, and says why")
  func differs() {
    var expectation = Self.expect(.bound(.equals(160, tolerance: 0.01)))
    expectation.differs = "another machine"
    let judge = Self.judge([1], [150])
    #expect(
      judge.verdict(on: expectation)
        == Verdict(outcome: .differs, measured: "150 /s at n = 1", deviation: "another machine"))
    expectation.test = .bound(.equals(150, tolerance: 0.01))
    #expect(judge.verdict(on: expectation).outcome == .fails)
  }

  @Test("a metric without observations fails")
  func failsWithoutObservations() {
    let judge = Judge(axes: [Self.axis("n", [1])], points: [MeasuredPoint(coordinates: [0], estimates: [:])])
    let verdict = judge.verdict(on: Self.expect(.bound(.atMost(10))))
    #expect(verdict == Verdict(outcome: .fails, measured: "nothing measured at n = 1", deviation: ""))
    #expect(!Self.judge([1, 2], [.nan, 1]).verdict(on: Self.expect(.shape(.flat(within: 9), along: 0))).holds)
  }

  @Test("without points nothing is tested")
  func isUntested() {
    let judge = Judge(axes: [Self.axis("n", [1])], points: [])
    #expect(judge.verdict(on: Self.expect(.bound(.atMost(10)))).outcome == .untested)
    #expect(
      Self.judge([1], [1]).verdict(on: Self.expect(.untestable("n = 2 is not run"))).measured == "n = 2 is not run")
  }

  static let tens = (1...10).map(Double.init)

  @Test(
    "lines are linear, parabolas quadratic, and neither both",
    arguments: [
      ("y = 3x", tens.map { 3 * $0 }, true, false),
      ("y = 100 + x", tens.map { 100 + $0 }, true, false),
      ("y = x^2", tens.map { $0 * $0 }, false, true),
      ("y = x(x - 1)", tens.map { $0 * ($0 - 1) }, false, true),
      ("(x - 1)(500 + 300x)", tens.map { ($0 - 1) * (500 + 300 * $0) }, false, true),
      ("x^3", tens.map { $0 * $0 * $0 }, false, false),
      ("constant", tens.map { _ in 5 }, false, false),
      ("falling line", tens.map { 100 - $0 }, false, false),
      ("falling parabola", tens.map { 100 - $0 * $0 }, false, false),
      ("square root", tens.map { $0.squareRoot() }, false, false),
      ("line with 1 % noise", [3.03, 5.95, 9.06, 11.9, 15.1, 17.9, 21.2, 23.8, 27.2, 29.8], true, false),
      ("parabola with 1 % noise", [1.01, 3.96, 9.08, 15.9, 25.2, 35.7, 49.4, 63.5, 81.7, 99.2], false, true),
      ("scatter", [5, 1, 9, 2, 8, 3, 7, 4, 6, 5], false, false),
    ] as [(String, [Double], Bool, Bool)])
  func shapes(name: String, ys: [Double], linear: Bool, quadratic: Bool) {
    let judge = Self.judge(Self.tens, ys)
    #expect(judge.verdict(on: Self.expect(.shape(.linear, along: 0))).holds == linear)
    #expect(judge.verdict(on: Self.expect(.shape(.quadratic, along: 0))).holds == quadratic)
  }

  @Test("flat is a matter of the spread over the average")
  func flat() {
    let judge = Self.judge([1, 2, 3], [95, 100, 105])
    #expect(judge.verdict(on: Self.expect(.shape(.flat(within: 0.1), along: 0))).holds)
    let verdict = judge.verdict(on: Self.expect(.shape(.flat(within: 0.09), along: 0)))
    #expect(verdict == Verdict(outcome: .fails, measured: "from 95 /s to 105 /s", deviation: "10 % apart"))
    #expect(Self.judge([1, 2], [0, 0]).verdict(on: Self.expect(.shape(.flat(within: 0), along: 0))).holds)
  }

  @Test("a rise may waver within the confidence intervals, but not step back beyond them")
  func increasing() {
    let ys = [1.0, 3, 2.8, 5]
    let xs = [1.0, 2, 3, 4]
    let rising = Self.expect(.shape(.increasing, along: 0))
    #expect(Self.judge(xs, ys, width: 0.15).verdict(on: rising).holds)
    let clear = Self.judge(xs, ys).verdict(on: rising)
    #expect(clear.outcome == .fails)
    #expect(clear.deviation == "a step down of 0.2 /s to n = 3")
    #expect(!Self.judge(xs, [5, 5, 5, 5]).verdict(on: rising).holds)
    #expect(!Self.judge(xs, [1, 1, 1, 2], width: 0.6).verdict(on: rising).holds)
    #expect(!Self.judge(xs, [4, 3, 2, 1]).verdict(on: rising).holds)
    #expect(Self.judge(xs, [4, 3, 2, 1]).verdict(on: Self.expect(.shape(.decreasing, along: 0))).holds)
  }

  @Test("a fall is a factor between two values of the axis")
  func falls() {
    let judge = Self.judge([1, 2, 3], [300, 200, 100])
    func falls(_ from: Int, _ to: Int, _ atLeast: Double?, _ atMost: Double?) -> Verdict {
      let change = Expectation.Change(from: from, to: to, atLeast: atLeast, atMost: atMost)
      return judge.verdict(on: Self.expect(.falls(change, along: 0)))
    }
    #expect(falls(0, 2, 3, nil).holds)
    #expect(!falls(0, 2, 3.1, nil).holds)
    #expect(falls(0, 1, nil, 1.5).holds)
    #expect(!falls(0, 1, nil, 1.4).holds)
    #expect(!falls(2, 0, 1, nil).holds)
    #expect(falls(0, 2, 2, nil).measured == "falls 3 times, 300 /s to 100 /s, 1 to 3")
    let change = Expectation.Change(from: 2, to: 0, atLeast: 3, atMost: nil)
    #expect(judge.verdict(on: Self.expect(.rises(change, along: 0))).holds)
  }

  @Test("a shape must hold on every line through the sweep, and the worst is shown")
  func everyLine() {
    let axes = [Self.axis("n", [1, 2, 3]), Self.axis("size", [10, 20])]
    // Listed out of order on purpose.
    let points = [2, 0, 1].flatMap { n in
      [0, 1].map { size in
        let y = size == 0 ? Double(n) : 10 - Double(n)
        return MeasuredPoint(coordinates: [n, size], estimates: ["write-rate": Estimate(y)])
      }
    }
    let judge = Judge(axes: axes, points: points)
    let everywhere = judge.verdict(on: Self.expect(.shape(.increasing, along: 0)))
    #expect(everywhere.outcome == .fails)
    #expect(everywhere.measured == "from 10 /s to 8 /s at size = 20")
    let one = Self.expect(.shape(.increasing, along: 0), at: [Coordinate(axis: 1, value: 0)])
    #expect(judge.verdict(on: one).holds)
  }
}
