/// What makes a scenario a failure capsule: docs/formats/capsule.md.
enum CapsuleSchema {
  static let capsule = Field(
    "capsule",
    .mapping([
      Field("format", .scalar(.count(1...1_000_000)), "Number of the capsule format", required: true),
      Field("chainbed", .scalar(.text), "The chainbed that wrote it", required: true),
      Field("base", .scalar(.text), "The scenario that the case was drawn from"),
      Field("set", .list(of: .scalar(.text), atLeast: 1, loose: false), "What was set in it first, `key=value`"),
      Field(
        "budget",
        .scalar(
          .choice([
            .init(word: FaultBudget.within.rawValue, doc: "what must be tolerated"),
            .init(word: FaultBudget.beyond.rawValue, doc: "more"),
          ])), "How much may go wrong in the fuzz run; without it, what must be tolerated"),
      Field("fuzz-seed", .scalar(.seed), "Seed of the fuzz run"),
      Field("case", .scalar(.count(0...Int64.max)), "Number of the case"),
      Field("oracle", .scalar(.text), "The invariant that failed: the name of the oracle", required: true),
      Field("said", .scalar(.text), "What the oracle said", required: true),
      Field("at", .scalar(.time(0...Int64.max)), "When; at the end of the run when not given"),
      Field("fingerprint", .scalar(.text), "Fingerprint of the run", required: true),
      Field(
        "transcript", .list(of: .scalar(.text), atLeast: 0, loose: false),
        "The last events before: time, node, and what it got or did"),
    ]), "Of a failure that was found: how it came about and what failed", sweepable: false)
}
