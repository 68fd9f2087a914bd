/// How much a check fuzzes.
struct FuzzBudget {
  @Option("Cases drawn from each scenario that is fuzzed.", value: "count") var fuzzCases: PositiveInteger?
  @Option("How long each is fuzzed: 90s, 10m, 2h.", value: "time") var fuzzFor: WallTime?
  @Option("What cases are drawn from: another seed, other cases.", value: "seed") var fuzzSeed: Seed?
  @Option("The folder for failures that fuzzing finds. Without it: results/fuzz.", value: "folder")
  var capsules: String?

  var seed: Seed { fuzzSeed ?? Seed(1) }
  var folder: String { capsules ?? "results/fuzz" }

  /// Whether any of it was asked for.
  var isGiven: Bool { fuzzCases != nil || fuzzFor != nil }

  /// What has an effect with a scenario to fuzz only.
  var detail: String? { fuzzSeed != nil ? "--fuzz-seed" : capsules != nil ? "--capsules" : nil }

  /// As many as there is time for, where only a time is given.
  var caseCount: Int { fuzzCases?.value ?? (fuzzFor == nil ? 1_000 : .max) }

  /// The words that give a worker the same.
  var words: [String] {
    (fuzzCases.map { ["--fuzz-cases", "\($0)"] } ?? []) + (fuzzFor.map { ["--fuzz-for", "\($0.seconds)s"] } ?? [])
      + ["--fuzz-seed", "\(seed)", "--capsules=\(folder)"]
  }
}
