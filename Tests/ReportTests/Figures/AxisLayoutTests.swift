import Testing

@testable import Report

struct AxisLayoutTests {
  private func labels(_ layout: AxisLayout) -> [String] { layout.ticks.filter { !$0.isMinor }.map(\.label) }

  @Test("a linear y axis starts at 0 and ends at a round number above the values")
  func linear() {
    let layout = AxisLayout(.init("Rate", unit: "transactions/s"), values: [28, 172], padded: false)
    #expect(layout.low == 0)
    #expect(layout.high == 200)
    #expect(labels(layout) == ["0", "50", "100", "150", "200"])
    #expect(layout.title == "Rate (transactions/s)")
  }

  @Test("the unit takes one prefix for the whole axis, and labels have equally many places")
  func prefix() {
    let delay = AxisLayout(.init("Delay", unit: "s"), values: [0.0012, 0.0187], padded: false)
    #expect(delay.title == "Delay (ms)")
    #expect(labels(delay) == ["0", "5", "10", "15", "20"])
    let size = AxisLayout(.init("Size", unit: "B"), values: [1.4e6], padded: false)
    #expect(size.title == "Size (MB)")
    #expect(labels(size) == ["0", "0.25", "0.50", "0.75", "1.00", "1.25", "1.50"])
    let exact = AxisLayout(.init("Delay", unit: "s", high: 1), values: [0.4], padded: false)
    #expect(exact.title == "Delay (ms)" || exact.title == "Delay (s)")
    #expect(exact.high == 1)
  }

  @Test("great counts have their thousands set apart")
  func thousands() {
    let layout = AxisLayout(.init("Read rate", unit: "requests/s"), values: [51_000], padded: false)
    #expect(labels(layout).last == "60,000")
  }

  @Test("values below 0 stay in sight; a given start and end are kept")
  func ranges() {
    let negative = AxisLayout(.init("Drift"), values: [-3, 5], padded: false)
    #expect(negative.low <= -3)
    #expect(labels(negative).contains("0"))
    let given = AxisLayout(.init("y", low: 100, high: 180), values: [120, 170], padded: false)
    #expect(given.low == 100)
    #expect(given.high == 180)
    #expect(labels(given) == ["100", "120", "140", "160", "180"])
  }

  @Test("equal values still have an axis")
  func flat() {
    let zero = AxisLayout(.init("y"), values: [0, 0], padded: false)
    #expect(zero.low < zero.high)
    let same = AxisLayout(.init("x"), values: [4], marked: [4], padded: true)
    #expect(same.low < 4)
    #expect(same.high > 4)
    let logarithmic = AxisLayout(.init("x", scale: .logarithmic), values: [4], marked: [4], padded: true)
    #expect(logarithmic.low < 4)
    #expect(logarithmic.high > 4)
  }

  @Test("a logarithmic axis of sizes labels each decade with its own prefix")
  func decades() {
    let sizes: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6]
    let layout = AxisLayout(
      .init("Size", unit: "B", scale: .logarithmic), values: sizes, marked: sizes, padded: true)
    #expect(labels(layout) == ["1 B", "10 B", "100 B", "1 kB", "10 kB", "100 kB", "1 MB"])
    #expect(layout.title == "Size")
    #expect(layout.ticks.contains { $0.isMinor && $0.value == 20_000 })
  }

  @Test("a short logarithmic axis labels 1, 2 and 5, a long one every few decades")
  func logarithmicLengths() {
    let short = AxisLayout(.init("Delay", unit: "s", scale: .logarithmic), values: [0.011, 0.3], padded: false)
    #expect(labels(short) == ["10 ms", "20 ms", "50 ms", "100 ms", "200 ms", "500 ms"])
    let long = AxisLayout(.init("Size", scale: .logarithmic), values: [1, 1e12], padded: false)
    #expect(labels(long) == ["1", "100", "10,000", "1,000,000", "100,000,000", "10,000,000,000", "1,000,000,000,000"])
  }

  @Test("few values with room between them get ticks of their own")
  func marked() {
    let modules: [Double] = [1, 2, 4, 7, 10]
    #expect(
      labels(AxisLayout(.init("Modules"), values: modules, marked: modules, padded: true)) == [
        "1", "2", "4", "7", "10",
      ])
    let nodes: [Double] = [4, 16, 64, 256]
    let layout = AxisLayout(.init("Nodes", scale: .logarithmic), values: nodes, marked: nodes, padded: true)
    #expect(labels(layout) == ["4", "16", "64", "256"])
    let crowded = (0..<100).map(Double.init)
    #expect(labels(AxisLayout(.init("x"), values: crowded, marked: crowded, padded: true)).count < 10)
  }

  @Test("a value's place is a share of the axis, on either scale")
  func position() {
    #expect(AxisLayout(.init("y", high: 8), values: [8], padded: false).position(of: 2) == 0.25)
    let decades = AxisLayout(.init("y", scale: .logarithmic), values: [1, 1_000], padded: false)
    #expect((decades.position(of: 10) - 1.0 / 3).magnitude < 1e-12)
  }
}
