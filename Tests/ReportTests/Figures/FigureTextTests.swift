import TestSupport
import Testing

@testable import Report

struct FigureTextTests {
  @Test("lines on a logarithmic x axis with a reference: script and data")
  func writeRate() throws {
    Golden.expect(try SampleFigures.writeRate.scriptText, matches: "write-rate.gnuplot")
    Golden.expect(try SampleFigures.writeRate.dataText, matches: "write-rate.dat")
  }

  @Test("bars side by side, some without an interval: script and data")
  func bars() throws {
    Golden.expect(try SampleFigures.delayBars.scriptText, matches: "delay-bars.gnuplot")
    Golden.expect(try SampleFigures.delayBars.dataText, matches: "delay-bars.dat")
  }

  @Test("bytes on two logarithmic axes: script")
  func dataByPhase() throws {
    Golden.expect(try SampleFigures.dataByPhase.scriptText, matches: "data-by-phase.gnuplot")
  }

  @Test("what a scale cannot show is left out and counted in the data file")
  func hidden() throws {
    var figure = SampleFigures.dataByPhase
    figure.series[0].points[2].mean = 0
    figure.series[1].points[3].mean = .nan
    #expect(try figure.dataText.contains("# values that these scales cannot show, left out: 2\n"))
    #expect(try figure.dataText.contains("? ? ? ?") == false)
    figure.series[0].points = []
    #expect(try figure.dataText.contains("# series: pre-prepare\n? ? ? ? ?\n\n\n# series: prepare\n"))
  }

  @Test("the data file begins with where the values come from")
  func provenance() throws {
    var figure = SampleFigures.dataByPhase
    figure.provenance["seed"] = "1"
    figure.provenance["scenario"] = "title: a\nx: b"
    #expect(
      try figure.dataText.hasPrefix("# Bytes sent per block\n# seed: 1\n# scenario: title: a\n#   x: b\n# x: Modules\n")
    )
  }

  @Test("the labels of two near reference lines do not cover each other, and a line given twice is drawn once")
  func twoReferences() throws {
    var figure = SampleFigures.delayBars
    figure.style = .lines
    figure.references = [.init(y: 0.0140, label: "one bound"), .init(y: 0.0145, label: "another bound")]
    figure.references += figure.references
    let plan = try FigurePlan(figure)
    #expect(plan.references.count == 2)
    let spots = ReferenceSpot.all(in: plan, layout: FigureLayout(plan))
    #expect(spots[0] != spots[1])
  }

  @Test("a figure without a single value to show is an error")
  func empty() {
    var figure = SampleFigures.writeRate
    figure.series = [.init("nothing", [.init(x: 0, mean: 5)])]
    let error = #expect(throws: FigureError.self) { try figure.scriptText }
    #expect(error?.description == "figure write-rate: no value to show")
  }

  @Test("file names keep letters, digits, dots, dashes and underscores only")
  func names() {
    let figure = Figure(name: "fig 4.1c/../x'y", x: .init("x"), y: .init("y"), series: [])
    #expect(figure.name == "fig-4.1c-..-x-y")
  }

  @Test("the label of a reference line avoids the data")
  func referenceSpot() throws {
    let step = { (left: Double, right: Double) in
      Figure.Series("s", (0...10).map { .init(x: Double($0), mean: $0 < 6 ? left : right) })
    }
    var figure = Figure(
      name: "spot", x: .init("x"), y: .init("y"), series: [step(20, 52), step(20, 58)],
      references: [.init(y: 55, label: "a bound")])
    let spot = { (figure: Figure) in
      let plan = try FigurePlan(figure)
      return ReferenceSpot.all(in: plan, layout: FigureLayout(plan))[0]
    }
    #expect(try spot(figure) == ReferenceSpot(isRight: false, isAbove: true))
    figure.series = [step(52, 20), step(58, 20)]
    #expect(try spot(figure) == ReferenceSpot(isRight: true, isAbove: true))
    figure.series = [step(58, 58)]
    #expect(try spot(figure) == ReferenceSpot(isRight: true, isAbove: false))
  }
}
