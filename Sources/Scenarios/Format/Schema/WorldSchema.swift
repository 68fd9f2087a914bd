/// Hosts and network: the simulated world.
enum WorldSchema {
  static let hosts = Field(
    "hosts",
    .mapping([
      Field(
        "profile", .scalar(.text), "Cost profile: a name in scenarios/profiles, or a path ending in .yaml",
        required: true),
      Field("cores", .scalar(.count(1...1024)), "Cores of each host; the profile's when not given"),
      Field(
        "verification",
        .scalar(
          .choice([
            .init(word: "one-core", doc: "one after the other, on the core that takes the message"),
            .init(word: "free-cores", doc: "side by side, on all cores that are free when it is taken"),
          ])), "How the signatures in one message are checked", default: "one-core"),
      Field(
        "page-cache", .scalar(.size(0...1_000_000_000_000)),
        "Memory of each host for disk sectors; the profile's when not given"),
      Field(
        "clock",
        .mapping([
          Field(
            "offset", distribution(from: -86_400_000_000_000), "How far a host's clock is off at the start",
            default: "0 s"),
          Field(
            "drift", .scalar(.whole(.drift, 0...100_000_000)),
            "Largest drift; each host draws its own from plus to minus this", default: "0 ppm"),
        ]), "How host clocks differ from simulated time"),
    ]), "The machines", required: true)

  static let network = Field(
    "network",
    .mapping([
      Field("latency", distribution(from: 0), "One-way delay of a packet, without serialisation", required: true),
      Field(
        "bandwidth", .scalar(.whole(.bitRate, 1_000...Int64.max)), "Of each host's link, or `unlimited`",
        default: "1 Gbit/s"),
      Field(
        "buffer", .scalar(.size(1_500...1_000_000_000_000)), "What a link holds before it drops packets",
        default: "256 MB", when: .unless("unlimited", of: "bandwidth")),
      Field(
        "mtu", .scalar(.size(576...65_535)),
        "Largest IP packet; when not given 1500 B for messages, and any size between the sites of service chains"),
    ]), "The links between hosts", required: true)

  /// A time, or a distribution of times.
  static func distribution(from lowest: Int64) -> Kind {
    let limit: Int64 = 86_400_000_000_000
    let time = Kind.scalar(.time(lowest...limit))
    let span = Kind.scalar(.time(0...limit))
    let positive = Kind.scalar(.time(1...limit))
    let shape = Kind.scalar(.number(0.01...1000))
    let forms = [
      Field(
        "normal",
        .mapping([
          Field("mean", time, "Mean", required: true), Field("deviation", span, "Standard deviation", required: true),
        ]), "Normal; for delays, cut off at zero"),
      Field(
        "uniform",
        .mapping([
          Field("from", time, "Smallest", required: true), Field("to", time, "Largest", required: true),
        ]), "Uniform"),
      Field("exponential", .mapping([Field("mean", positive, "Mean", required: true)]), "Exponential"),
      Field(
        "lognormal",
        .mapping([
          Field("mean", positive, "Mean of the delay itself", required: true),
          Field("deviation", positive, "Standard deviation of the delay itself", required: true),
        ]), "Lognormal"),
      Field(
        "gamma",
        .mapping([
          Field("mean", positive, "Mean", required: true), Field("shape", shape, "Shape", required: true),
        ]), "Gamma"),
      Field(
        "pareto",
        .mapping([
          Field("minimum", positive, "Smallest", required: true), Field("shape", shape, "Tail index", required: true),
        ]), "Pareto"),
      Field(
        "table", .list(of: time, atLeast: 2, loose: false),
        "A measured sample; between its values, quantiles are interpolated",
        sweepable: false),
    ]
    return .either(
      .time(lowest...limit), Kind.Mapping(fields: forms, exactlyOneOf: forms.map(\.key), name: "distribution"))
  }
}
