/// How long to run, what to vary, measure, draw and expect.
enum StudySchema {
  static let duration = Field(
    "duration",
    .mapping([
      Field("warm-up", .scalar(.time(0...86_400_000_000_000)), "Simulated time before measuring", default: "5 s"),
      Field("measure", .scalar(.time(1...86_400_000_000_000)), "Simulated time measured", default: "30 s"),
    ]), "How long each run lasts")

  static let fields = [
    Field("sweep", .axes, "Axes: any dotted key above with the values it takes", sweepable: false),
    Field("replications", replications, "Runs at each point, with other seeds", default: "1", sweepable: false),
    Field(
      "measure", .list(of: .scalar(.metricOrFamily), atLeast: 1, loose: false),
      "Families of metrics, or single metrics; without it, of `nfv` operations and migrations, of `sfc` chains",
      default: "[rates, latency, consensus-delay]", sweepable: false),
    Field("figures", .list(of: .mapping(figure), atLeast: 0, loose: false), "What to draw", sweepable: false),
    Field("expect", .list(of: .mapping(expectation), atLeast: 0, loose: false), "What must hold", sweepable: false),
    Field(
      "outages", .mapping(outages), "A published table of outages, shown with what was simulated", sweepable: false),
  ]

  private static let replications = Kind.either(
    .count(1...10_000),
    Kind.Mapping(fields: [
      Field("until", .scalar(.precision), "Stop when the mean is known this well", required: true),
      Field("at-least", .scalar(.count(2...10_000)), "Fewest replications", default: "3"),
      Field("at-most", .scalar(.count(2...10_000)), "Most replications", default: "30"),
      Field("metric", .scalar(.metric), "Whose mean; the first measured when not given"),
    ]))

  private static let figure = Kind.Mapping(fields: [
    Field("title", .scalar(.text), "Above the figure; made from the metrics when not given"),
    Field("x", .scalar(.axis), "Axis across", required: true),
    Field("x-label", .scalar(.text), "Below it; the last word of the axis, or the metric, when not given"),
    Field(
      "across", .scalar(.metric), "Metric whose means stand across, in place of the values of `x`, point by point"),
    Field("y", .list(of: .scalar(.metric), atLeast: 1, loose: true), "One metric, or several", required: true),
    Field("series", .scalar(.axis), "One curve for each value of this axis"),
    Field("at", .coordinates, "Where the other axes stand"),
    Field(
      "scale",
      .scalar(
        .choice([
          .init(word: "linear", doc: "both linear"), .init(word: "log-x", doc: "x logarithmic"),
          .init(word: "log-y", doc: "y logarithmic"), .init(word: "log-log", doc: "both logarithmic"),
        ])), "Scales of the axes", default: "linear"),
    Field(
      "references",
      .list(
        of: .mapping([
          Field("y", .scalar(.reading), "The level, in the unit of the metrics", required: true),
          Field("label", .scalar(.text), "What it is of", required: true),
          Field("source", .scalar(.text), "Where it is from: paper and section", required: true),
        ]), atLeast: 1, loose: false), "Levels to compare with, drawn as dashed lines"),
  ])

  /// A row's expectations have as their source the paper, the table and the row: `enc-sfc table-1-1.a`.
  private static let outages = Kind.Mapping(fields: [
    Field("table", .scalar(.text), "Which table of the paper in `replays`", required: true),
    Field("rate", .scalar(.real(.rate, 0.01...10_000_000)), "Packets a second", required: true),
    Field(
      "rows",
      .list(
        of: .mapping([
          Field("row", .scalar(.text), "Its number in the paper", required: true),
          Field("name", .scalar(.text), "What is out of service, or why", required: true),
          Field("packets", .scalar(.number(0...1e12)), "Printed number of lost packets"),
          Field("seconds", .scalar(.time(0...86_400_000_000_000)), "Printed time"),
          Field("lost", .scalar(.metric), "Metric that counts lost packets; not for a part of an outage"),
          Field("exact", .scalar(.metric), "Metric of the exact time"),
          Field("times", .scalar(.count(1...1_000_000)), "So many outages the metrics add up", default: "1"),
          Field("at", .coordinates, "Where the axes stand"),
          Field("remark", .scalar(.text), "What is to be said about it below the table"),
        ]), atLeast: 1, loose: false), "Those that the scenario replays", required: true),
  ])

  private static let bound = Kind.scalar(.reading)

  private static let change = Kind.mapping([
    Field("from", .scalar(.axisValue), "Where it starts on the axis", required: true),
    Field("to", .scalar(.axisValue), "Where it ends on the axis", required: true),
    Field("at-least", .scalar(.number(1...1e9)), "Smallest factor"),
    Field("at-most", .scalar(.number(1...1e9)), "Largest factor"),
  ])

  /// The keys of which an expectation has one.
  static let tests = ["equals", "at-least", "at-most", "above", "below", "between", "is", "falls", "rises"]

  static let expectation = Kind.Mapping(
    fields: [
      Field("that", .scalar(.metric), "The metric", required: true),
      Field("at", .coordinates, "Axis values where it must hold; everywhere when not given"),
      Field("equals", bound, "The mean is this, give or take `tolerance`: a number as it was printed"),
      Field(
        "tolerance", .scalar(.real(.fraction, 0...10)), "A fraction of it", default: "5 %", when: .beside("equals")),
      Field("at-least", bound, "The mean is this or more"),
      Field("at-most", bound, "The mean is this or less"),
      Field("above", bound, "The mean is more than this"),
      Field("below", bound, "The mean is less than this"),
      Field("between", .list(of: bound, atLeast: 2, loose: false), "The mean is from the first to the second"),
      Field("along", .scalar(.axis), "The axis of `is`, `falls` and `rises`"),
      Field(
        "is",
        .scalar(
          .choice([
            .init(word: "flat", doc: "highest and lowest mean differ by at most `within` of their average"),
            .init(word: "increasing", doc: "no step down beyond the confidence intervals, and a rise over all"),
            .init(word: "decreasing", doc: "no step up beyond the confidence intervals, and a fall over all"),
            .init(word: "linear", doc: "a rising straight line explains it"),
            .init(word: "quadratic", doc: "an upward parabola explains it, and a line does not"),
          ])), "Its shape along the axis"),
      Field(
        "within", .scalar(.real(.fraction, 0...10)), "How flat", default: "10 %",
        when: .with("flat", of: "is")),
      Field("falls", change, "By what factor it falls between two points of the axis"),
      Field("rises", change, "By what factor it rises between two points of the axis"),
      Field("source", .scalar(.text), "Where the expectation is from: paper and figure, or `own`"),
      Field(
        "basis",
        .scalar(
          .choice([
            .init(word: "model", doc: "what is simulated"),
            .init(word: "inputs", doc: "it is a number that is given, or a sum of such and of calibrated parts"),
            .init(word: "design", doc: "a choice in the design that was made in sight of the published value"),
          ])), "What it follows from: only of the first it may be called predicted", default: "model"),
      Field("differs", .scalar(.text), "Why the simulation is known not to give it; it is then an error that it does"),
    ], exactlyOneOf: tests)
}
