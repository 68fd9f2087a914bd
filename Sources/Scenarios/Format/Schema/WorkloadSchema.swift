/// What writers do.
enum WorkloadSchema {
  static let workload = Field(
    "workload",
    .mapping([
      Field("writers", .scalar(.count(1...1_000)), "Tenants that submit transactions, each on a host", default: "1"),
      Field(
        "transactions",
        .scalar(
          .choice([
            .init(word: "precomputed", doc: "made and signed before the run, at no cost in it"),
            .init(word: "signed", doc: "the writer pays for making and signing each"),
          ])), "When transactions are made", default: "precomputed"),
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
      Field("rate", rate, "When transactions are submitted", required: true),
      Field(
        "window", .scalar(.count(1...1_000_000)), "Submissions without a receipt at once, for each writer",
        default: "32", when: .with("saturating", of: "rate")),
      Field(
        "to",
        .scalar(
          .choice([
            .init(word: "primary", doc: "the module that proposes blocks"),
            .init(word: "any", doc: "each writer takes the modules in turn"),
          ])), "Which modules writers submit to", default: "primary"),
    ]), "What writers submit, and when", required: true, when: .beside("crb"))

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
