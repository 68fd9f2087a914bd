/// What writers do.
enum WorkloadSchema {
  static let workload = Field(
    "workload",
    .mapping([
      Field("writers", .scalar(.count(0...1_000)), "Tenants that submit transactions, each on a host", default: "1"),
      Field(
        "transactions",
        .scalar(
          .choice([
            .init(word: "precomputed", doc: "made and signed before the run, at no cost in it"),
            .init(word: "signed", doc: "the writer pays for making and signing each"),
          ])), "When transactions are made", default: "precomputed", when: someWriters),
      Field(
        "recipient",
        .scalar(
          .choice([
            .init(word: "public", doc: "the configuration is in clear"),
            .init(word: "encrypted", doc: "confidential fields are sealed for the recipient"),
          ])), "Whom a configuration is for", default: "public"),
      Field(
        "configuration", .scalar(.size(1...100_000_000)), "Size of the configuration in a transaction",
        default: "400 B"),
      Field("rate", rate, "When transactions are submitted", required: true, when: someWriters),
      Field(
        "window", .scalar(.count(1...1_000_000)), "Submissions without a receipt at once, for each writer",
        default: "32", when: .with("saturating", of: "rate")),
      Field(
        "to",
        .scalar(
          .choice([
            .init(word: "primary", doc: "the module that proposes blocks"),
            .init(word: "any", doc: "each writer takes the modules in turn"),
          ])), "Which modules writers submit to", default: "primary", when: someWriters),
      Field(
        "readers", .scalar(.count(0...1_000)), "VNF clients that ask for transactions, each on a host", default: "0"),
      Field("reads", .mapping(reads), "What readers ask for", when: .unless("0", of: "readers")),
      Field("preload", .mapping(preload), "What every module's ledger holds at the start, signed and proven"),
    ]), "What writers submit and readers ask for, and when", required: true,
    when: .beside("crb"))

  private static let someWriters = Condition.unless("0", of: "writers")

  private static let reads = [
    Field(
      "transaction",
      .scalar(
        .choice([
          .init(word: "uniform", doc: "any of those that the ledger holds at the start"),
          .init(word: "first", doc: "the first of any block that the ledger holds at the start"),
          .init(
            word: "latest", doc: "those for the reader's key, or the public ones, in the last block that holds any"),
        ])), "Which transactions", default: "uniform"),
    Field(
      "window", .scalar(.count(1...1_000_000)), "Questions without an answer at once, for each reader", default: "16"),
    Field("interval", .scalar(.time(0...86_400_000_000_000)), "From an answer to the next question", default: "0 s"),
    Field(
      "patience", .scalar(.time(1_000_000...86_400_000_000_000)),
      "How long a reader waits before it gives up a question and asks the next module", default: "10 s"),
  ]

  private static let preload = [
    Field("blocks", .scalar(.count(0...100_000)), "Blocks", default: "0"),
    Field(
      "block-data", .scalar(.size(1...1_000_000_000)),
      "Encoded transactions in each block: as many as fit, and one at the least", default: "1 MB",
      when: .unless("0", of: "blocks")),
  ]

  private static let perSecond = Kind.scalar(.real(.rate, 1e-6...1e7))

  private static let rate: Kind = {
    let forms = [
      Field("poisson", perSecond, "Random arrivals at this mean rate, all writers together"),
      Field("constant", perSecond, "Evenly spaced arrivals, all writers together"),
      Field(
        "closed-loop",
        .mapping([
          Field("users", .scalar(.count(1...1_000_000)), "Users of each writer, each with one request", required: true),
          Field(
            "think", .scalar(.time(0...86_400_000_000_000)), "Mean pause after an answer, exponentially distributed",
            default: "0 s"),
        ]), "Users who wait for the answer, think, and ask again"),
      Field(
        "batch",
        .mapping([
          Field("transactions", .scalar(.count(1...1_000_000)), "Transactions in a batch", required: true),
          Field("every", .scalar(.time(1...86_400_000_000_000)), "From one batch to the next", required: true),
        ]), "Batches submitted at once"),
    ]
    return .either(
      .choice([.init(word: "saturating", doc: "as fast as the window allows")]),
      Kind.Mapping(fields: forms, exactlyOneOf: forms.map(\.key)))
  }()
}
