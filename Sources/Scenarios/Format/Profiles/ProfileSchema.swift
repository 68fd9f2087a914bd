import Protocols

/// The format of a cost profile.
enum ProfileSchema {
  static let root = Kind.Mapping(fields: [
    Field("title", .scalar(.text), "The machine and software that the prices are of", required: true),
    Field("cores", number(.count(1...1024)), "Processor cores of a host", required: true),
    Field("prices", .mapping(prices), "What operations cost, in processor time", required: true),
    Field("disk", .mapping(disk), "The disk of a host", required: true),
    Field("platform", .mapping(Kind.Mapping(fields: platform)), "The NFV platform of a data center; for `nfv`"),
    Field("forwarding", .mapping(forwarding), "Elements of service function chains; for `sfc`"),
    Field("signer", .mapping(signer), "A device that makes a host's signatures in place of its processor"),
  ])

  private static let prices: [Field] = {
    let suites = SignatureSuite.allCases.flatMap { suite in
      PriceName.all(for: suite).filter { $0.hasPrefix(suite.rawValue + ".") }.map { price($0, required: false) }
    }
    let others = Meter.Operation.allCases.filter { !$0.isOfSuite }
    return suites + others.map { price($0.name, required: $0 != .query && !$0.isOfForwarding) }
  }()

  private static func price(_ name: String, required: Bool) -> Field {
    let what = name.hasSuffix("-byte") ? "One byte" : "One operation"
    return Field(name, number(.whole(.price, 0...3_600_000_000_000_000)), "\(what): \(name)", required: required)
  }

  private static let disk = [
    Field("sector", number(.size(1...1_048_576)), "What is read and written at least", required: true),
    Field("seek", number(.time(0...10_000_000_000)), "Positioning before a transfer elsewhere", required: true),
    Field("transfer-rate", number(.whole(.bitRate, 1_000...Int64.max)), "Sequential transfer", required: true),
    Field("sync", number(.time(0...10_000_000_000)), "What a sync takes besides writing", required: true),
    Field("cache", number(.size(0...1_000_000_000_000)), "Page cache", required: true),
    Field(
      "memory-rate", number(.whole(.bitRate, 1_000...Int64.max)),
      "Copying what is in the page cache; takes no time when not given"),
  ]

  private static let platform = [
    Field("create-vnf", number(.time(0...day)), "Until a new VNF is ready to boot", required: true),
    Field("create-chain", number(.time(0...day)), "Until a chain leads through its VNFs", required: true),
    Field("switch-path", number(.time(0...day)), "Until a chain leads through another VNF", required: true),
    Field("delete-vnf", number(.time(0...day)), "Until a VNF is gone", required: true),
    Field("boot", number(.time(0...day)), "Of a VNF, from power to its VNF client's start", required: true),
  ]

  private static let forwarding = [
    Field(
      "latency", number(.time(0...10_000_000_000)),
      "Until a packet has gone through a programmable switch, however many are in it", required: true),
    Field(
      "instantiate-function", number(.time(0...day)), "Until a new service function is ready", required: true),
    Field(
      "instantiate-encryption", number(.time(0...day)), "Until a new encryption function is ready", required: true),
  ]

  private static let signer =
    [
      Field(
        "latency", number(.time(0...10_000_000_000)),
        "The way to the device and back, for the signatures of one step together", required: true)
    ]
    + SignatureSuite.allCases.map { suite in
      Field(suite.rawValue, number(.time(0...10_000_000_000)), "What the device takes for one signature of the suite")
    }

  private static let day: Int64 = 86_400_000_000_000

  private static func number(_ kind: ScalarKind) -> Kind {
    .mapping([
      Field("value", .scalar(kind), "The number", required: true),
      Field(
        "origin",
        .scalar(
          .choice([
            .init(word: "measured", doc: "on the machine itself, by a benchmark"),
            .init(word: "paper", doc: "printed in a publication"),
            .init(word: "calibrated", doc: "chosen so that a published result comes out"),
            .init(word: "assumed", doc: "a guess, explained in the note"),
          ])), "Where it is from", required: true),
      Field("note", .scalar(.text), "Which publication, benchmark or reason"),
      Field(
        "on", .list(of: .scalar(.text), atLeast: 1, loose: true),
        "The results that it was calibrated on, which then do not count as predicted", required: true,
        when: .with("calibrated", of: "origin")),
    ])
  }
}
