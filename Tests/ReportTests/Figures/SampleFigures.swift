@testable import Report

/// Figures as the replays make them, with made-up values.
enum SampleFigures {
  static var writeRate: Figure {
    let sizes: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6]
    let rates: [Double] = [172, 171, 169, 163, 150, 121, 28]
    let series = [1, 2, 4, 7, 10].map { modules in
      Figure.Series(
        modules == 1 ? "1 module" : "\(modules) modules",
        zip(sizes, rates).map { size, rate in
          let mean = rate - 1.5 * Double(modules)
          return Figure.Point(x: size, ConfidenceInterval(mean: mean, halfWidth: 2.5, n: 5))
        })
    }
    return Figure(
      name: "write-rate", title: "CRB write rate against configuration size",
      x: .init("Configuration size", unit: "B", scale: .logarithmic), y: .init("Write rate", unit: "transactions/s"),
      series: series, references: [.init(y: 150, label: "paper: at least 150 transactions/s")],
      caption: "Saturating load; bars are 95 % confidence intervals.")
  }

  static var delayBars: Figure {
    let points = (1...10).map { Figure.Point(x: Double($0), mean: 0.0061 + 0.0005 * Double($0), low: nil, high: nil) }
    let tails = points.map { point in
      Figure.Point(x: point.x, mean: point.mean * 1.2, low: point.mean * 1.1, high: point.mean * 1.3)
    }
    return Figure(
      name: "delay-bars", x: .init("Modules"), y: .init("Consensus delay", unit: "s"),
      series: [.init("mean", points), .init("99th percentile", tails)], style: .bars)
  }

  static var dataByPhase: Figure {
    let modules: [Double] = [2, 4, 7, 10, 16, 32, 64]
    return Figure(
      name: "data-by-phase", title: "Bytes sent per block", x: .init("Modules", scale: .logarithmic),
      y: .init("Data per block", unit: "B", scale: .logarithmic),
      series: [
        .init("pre-prepare", modules.map { .init(x: $0, mean: 41_500 * ($0 - 1)) }),
        .init("prepare", modules.map { .init(x: $0, mean: 420 * ($0 - 1) * ($0 - 1)) }),
        .init("commit", modules.map { .init(x: $0, mean: 415 * $0 * ($0 - 1), low: -5, high: 420 * $0 * ($0 - 1)) }),
      ])
  }
}
